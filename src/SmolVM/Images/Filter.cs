using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>Decompression by the host's programs, as filters.</summary>
internal static class Filter
{
    public static IReadOnlyList<string> Argv(Compression compression) => compression switch
    {
        Compression.Xz => ["xz", "-dc"],
        Compression.Zstd => ["zstd", "-dcq"],
        Compression.Lz4 => ["lz4", "-dcq"],
        Compression.Gzip => ["gzip", "-dc"],
        _ => throw new ArgumentOutOfRangeException(nameof(compression)),
    };

    /// <summary>How a file is compressed, by its first bytes; null: not at all.</summary>
    public static Compression? Of(ReadOnlySpan<byte> head) => head switch
    {
        [0x1F, 0x8B, ..] => Compression.Gzip,
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Compression.Zstd,
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => Compression.Xz,
        _ => null,
    };

    public static async Task RunAsync(
        ICommandRunner runner, Compression compression, Func<Stream, CancellationToken, Task> input,
        Func<Stream, CancellationToken, Task> output, CancellationToken cancellationToken)
    {
        var command = new Command(Argv(compression)) { Input = input, Output = output };
        (await runner.RunAsync(command, cancellationToken)).EnsureSuccess();
    }

    public static async Task<byte[]> DecompressAsync(
        ICommandRunner runner, Compression compression, byte[] content, CancellationToken cancellationToken)
    {
        using var plain = new MemoryStream();
        await RunAsync(
            runner, compression, (stream, token) => stream.WriteAsync(content, token).AsTask(),
            (stream, token) => stream.CopyToAsync(plain, token), cancellationToken);
        return plain.ToArray();
    }
}
