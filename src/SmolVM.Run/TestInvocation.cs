namespace SmolVM.Run;

/// <summary>
/// What the arguments of a test program on Microsoft.Testing.Platform say of the host: a socket that <c>dotnet test</c> listens on, and a
/// directory for results.
/// </summary>
/// <param name="Program">The command line for the guest.</param>
/// <param name="Pipe">The host's socket, or null.</param>
/// <param name="Results">The directory as it was given, or null.</param>
sealed record TestInvocation(IReadOnlyList<string> Program, string? Pipe, string? Results)
{
    /// <summary>Where the guest finds the socket: the host's own path may lie in a directory that the guest does not have.</summary>
    public const string GuestPipe = "/run/smoltest.sock";

    const string PipeOption = "--dotnet-test-pipe";
    const string ResultsOption = "--results-directory";

    public static TestInvocation Of(IReadOnlyList<string> program)
    {
        var (argv, pipe, results) = (new List<string>(program), (string?)null, (string?)null);
        for (var i = 1; i < argv.Count; i++)
            if (argv[i] == PipeOption && i + 1 < argv.Count)
                (pipe, argv[i + 1]) = (argv[i + 1], GuestPipe);
            else if (argv[i] == ResultsOption && i + 1 < argv.Count)
                results = argv[i + 1];
            else if (argv[i].StartsWith($"{ResultsOption}=", StringComparison.Ordinal)
                || argv[i].StartsWith($"{ResultsOption}:", StringComparison.Ordinal))
                results = argv[i][(ResultsOption.Length + 1)..];
        return new TestInvocation(argv, pipe, results);
    }
}
