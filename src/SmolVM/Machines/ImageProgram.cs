namespace SmolVM.Machines;

/// <summary>What an image says about the program in it: of a container image its configuration, of a pack its manifest.</summary>
internal sealed record ImageProgram
{
    /// <summary>That of an image that says nothing.</summary>
    public static ImageProgram None { get; } = new();

    /// <summary>The program that it starts with; may be empty.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    /// <summary>The default arguments, or the program where there is no entry point; may be empty.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Where programs start that are given no directory.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Who programs run as that are given no user: a name or number, or two with a colon: the user and the group.</summary>
    public string? User { get; init; }

    /// <summary>TCP ports on which it listens.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];
}
