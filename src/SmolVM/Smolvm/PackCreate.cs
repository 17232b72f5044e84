namespace SmolVM.Smolvm;

/// <summary><c>pack create</c>: writes an executable, which is not needed here, and the pack beside it.</summary>
internal sealed record PackCreate
{
    const string Suffix = ".smolmachine";

    PackCreate(string output) => Output = output;

    /// <summary>What <c>-o</c> names. The engine gives a bare name, in a directory of its own.</summary>
    public string Output { get; }

    string? Image { get; init; }

    string? Machine { get; init; }

    public static PackCreate OfImage(string image, string output) => new(output) { Image = image };

    /// <param name="name">A machine that was started once and does not run.</param>
    /// <param name="output">See <see cref="Output"/>.</param>
    public static PackCreate OfMachine(string name, string output) => new(output) { Machine = name };

    public IReadOnlyList<string> Argv(SmolvmVersion version)
    {
        if (Output.Length == 0)
            throw SmolvmArgument.Refuse("A pack has no name", "Name the file to write.");
        if (Image is { } image && image.Trim().Length == 0)
            throw SmolvmArgument.Refuse("The image has no name", "Name one, such as python:3.12-alpine.");
        return
        [
            "smolvm", "pack", "create",
            .. Image is not null ? SmolvmArgument.Option("--image", Image) : ["--from-vm", SmolvmArgument.Name(Machine!, version.Known)],
            .. SmolvmArgument.Option("-o", "--output", Stub(version)),
        ];
    }

    /// <summary>Where the pack is afterwards: the program adds its suffix to every name, up to 1.6.13 also to one that has it.</summary>
    public string Sidecar(SmolvmVersion version) => Stub(version) + Suffix;

    string Stub(SmolvmVersion version) => SmolvmFeature.BareOutput.In(version) && Output.EndsWith(Suffix, StringComparison.Ordinal)
        ? Output[..^Suffix.Length]
        : Output;
}
