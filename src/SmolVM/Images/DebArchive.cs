using System.Formats.Tar;
using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>Reads the files of a Debian package as the tar stream that it holds.</summary>
internal static class DebArchive
{
    public static IReadOnlyList<string> TarArgv(string deb) => ["dpkg-deb", "--fsys-tarfile", deb];

    public static Task CopyTarAsync(ICommandRunner runner, string deb, Stream target, CancellationToken cancellationToken) =>
        RunAsync(runner, deb, (stream, token) => stream.CopyToAsync(target, token), cancellationToken);

    /// <summary>Shows each member in turn; its data can be read only while it is shown.</summary>
    public static Task ReadAsync(
        ICommandRunner runner, string deb, Func<TarEntry, CancellationToken, Task> visit, CancellationToken cancellationToken) =>
        RunAsync(
            runner, deb,
            async (stream, token) =>
            {
                await using var tar = new TarReader(stream, leaveOpen: true);
                while (await tar.GetNextEntryAsync(copyData: false, token) is { } entry)
                    await visit(entry, token);
            },
            cancellationToken);

    static async Task RunAsync(
        ICommandRunner runner, string deb, Func<Stream, CancellationToken, Task> output, CancellationToken cancellationToken)
    {
        (await runner.RunAsync(new Command(TarArgv(deb)) { Output = output }, cancellationToken)).EnsureSuccess();
    }
}
