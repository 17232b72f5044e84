namespace SmolVM.Packs;

/// <summary>The host's zstd as a filter from standard input to standard output.</summary>
internal static class ZstdArgv
{
    // Level 3 is what the smolvm program writes; the number of threads does not change the bytes.
    public static IReadOnlyList<string> Compress() => ["zstd", "--quiet", "-3", "--threads=0", "--stdout", "-"];

    public static IReadOnlyList<string> Decompress() => ["zstd", "--quiet", "--decompress", "--stdout", "-"];
}
