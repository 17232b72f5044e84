using System.Formats.Tar;
using SmolVM.Errors;

namespace SmolVM.Guests;

/// <summary>A host file or tree as a tar stream. GNU format, because busybox passes over the extended headers of the POSIX one.</summary>
internal sealed class TreeSender
{
    readonly string path;
    readonly string name;

    TreeSender(string path, string name, bool isDirectory) => (this.path, this.name, IsDirectory) = (path, name, isDirectory);

    public bool IsDirectory { get; }

    public UnixFileMode Mode => UnixModes.Of(path);

    /// <param name="hostPath">A link that is named itself is followed; links inside a tree are kept.</param>
    /// <param name="name">What a single file is called in the stream.</param>
    public static TreeSender Open(string hostPath, string name)
    {
        var path = Path.GetFullPath(hostPath);
        if (!Path.Exists(path))
            throw new SmolVmException(ErrorCodes.Option, $"There is nothing to copy at '{path}'. Name an existing file or directory.");
        path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        return new(path, name, Directory.Exists(path));
    }

    public async Task SendAsync(Stream stream, CancellationToken cancellationToken)
    {
        // One write for many small headers: each write to a channel costs a message. Flushed, not disposed: the
        // stream is the caller's.
        var buffered = new BufferedStream(stream, 64 * 1024);
        await using (var writer = new TarWriter(buffered, TarEntryFormat.Gnu, leaveOpen: true))
        {
            if (IsDirectory)
                await SendDirectoryAsync(writer, new DirectoryInfo(path), ".", cancellationToken);
            else
                await writer.WriteEntryAsync(path, "./" + name, cancellationToken);
        }
        await buffered.FlushAsync(cancellationToken);
    }

    static async Task SendDirectoryAsync(TarWriter writer, DirectoryInfo directory, string prefix, CancellationToken cancellationToken)
    {
        foreach (var info in directory.EnumerateFileSystemInfos())
        {
            var entry = $"{prefix}/{info.Name}";
            await writer.WriteEntryAsync(info.FullName, entry, cancellationToken);
            if (info is DirectoryInfo inner && info.LinkTarget is null)
                await SendDirectoryAsync(writer, inner, entry, cancellationToken);
        }
    }
}
