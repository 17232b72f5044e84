namespace SmolVM.Packs;

/// <summary>
/// The engine that a pack was made with, in the version of the program that wrote it: its readers ignore that, and it is no new key that
/// a later version of the format could give another meaning.
/// </summary>
internal static class PackEngine
{
    const string Mark = "+dotnet";

    /// <summary>The version with the engine in it, as <c>1.2.3+dotnet.qemu</c>.</summary>
    public static string Version(string version, string engine) => $"{version.Split('+')[0]}{Mark}.{engine}";

    /// <summary>The engine that a version tells of. The smolvm program does not name itself, and our first packs did not name theirs.</summary>
    public static string Of(string version) => version.Split(Mark, 2) switch
    {
        [_, ['.', .. { Length: > 0 } engine]] => engine,
        [_, _] => "qemu",
        _ => "smolvm",
    };
}
