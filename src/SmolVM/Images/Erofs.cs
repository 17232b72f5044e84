namespace SmolVM.Images;

/// <summary>Makes read-only file system images: uncompressed, for decompression is what emulation is slowest at.</summary>
internal static class Erofs
{
    // Any fixed one will do: the same tree gives the same bytes.
    const string Uuid = "736d6f6c-766d-4000-8000-000000000001";

    public const string FileName = "root.erofs";

    /// <summary>An image in which every file has the time 0.</summary>
    public static IReadOnlyList<string> ReproducibleArgv(string image, string tree) =>
        ["mkfs.erofs", "--quiet", "-T0", $"-U{Uuid}", "-x-1", image, tree];

    /// <summary>An image that keeps the files' times.</summary>
    public static IReadOnlyList<string> Argv(string image, string tree) => ["mkfs.erofs", "--quiet", $"-U{Uuid}", image, tree];

    /// <summary>The same, with every file owned by root: an ordinary user cannot unpack a root file system in any other way.</summary>
    public static IReadOnlyList<string> OwnedByRootArgv(string image, string tree) =>
        ["mkfs.erofs", "--quiet", $"-U{Uuid}", "--all-root", image, tree];
}
