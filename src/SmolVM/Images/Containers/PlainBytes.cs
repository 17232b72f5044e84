using System.Security.Cryptography;
using SmolVM.Packs.Tar;
using SmolVM.Processes;

namespace SmolVM.Images.Containers;

/// <summary>Reads files that may be compressed, with the host's programs as filters.</summary>
internal sealed class PlainBytes(ICommandRunner runner)
{
    const int MagicSize = 6;
    const int BufferSize = 256 * 1024;
    const int EndSize = 2 * TarHeader.BlockSize;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>Hands out the bytes of a file, uncompressed.</summary>
    /// <exception cref="InvalidDataException">The compression is damaged; the message is a clause without a full stop.</exception>
    public async Task ReadAsync(string path, Func<Stream, CancellationToken, Task> take, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        if (await CompressionAsync(file, cancellationToken) is not { } compression)
        {
            await take(file, cancellationToken);
            return;
        }
        var command = new Command(Filter.Argv(compression))
        {
            Input = (stream, token) => file.CopyToAsync(stream, BufferSize, token),
            Output = take,
            Timeout = Patience,
        };
        var result = await runner.RunAsync(command, cancellationToken);
        if (result.ExitCode != 0)
            throw new InvalidDataException(
                $"{command.Argv[0]} cannot read '{Path.GetFileName(path)}' ({result.StandardError.Trim().ReplaceLineEndings(" ")})");
    }

    /// <summary>Writes a layer as a plain tar with an end, which some programs leave out, and checks that it is what it should be.</summary>
    /// <param name="path">The layer.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="digest">Of the plain bytes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidDataException">It is another file; the message is a clause without a full stop.</exception>
    public async Task UnpackAsync(string path, string target, string digest, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var plain = File.Create(target);
        await ReadAsync(path, (stream, token) => CopyAsync(stream, plain, hash, token), cancellationToken);
        var found = ImageDigest.OfHash(hash.GetHashAndReset());
        if (found != digest)
            throw new InvalidDataException($"its layer '{Path.GetFileName(path)}' has the digest {found}, and {digest} is expected");
        // What is cut off would have another digest.
        await plain.WriteAsync(new byte[TarHeader.Padding(plain.Length) + EndSize], cancellationToken);
    }

    static async Task CopyAsync(Stream from, Stream to, IncrementalHash hash, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        int count;
        while ((count = await from.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, count);
            await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }

    static async Task<Compression?> CompressionAsync(FileStream file, CancellationToken cancellationToken)
    {
        var head = new byte[MagicSize];
        var count = await file.ReadAtLeastAsync(head, MagicSize, throwOnEndOfStream: false, cancellationToken);
        file.Position = 0;
        return Filter.Of(head.AsSpan(0, count));
    }
}
