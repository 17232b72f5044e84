using SmolVM.Processes;

namespace SmolVM.Qemu;

/// <summary>
/// The sparse ext4 file that takes a machine's writes. An owned machine's file loses its name as soon as QEMU has it open, so the kernel
/// frees it with QEMU, however QEMU ends.
/// </summary>
internal sealed class UpperDisk : IDisposable
{
    const long SpaceToBeginWith = 256L << 20;

    readonly ScratchFile file;

    UpperDisk(ScratchFile file) => this.file = file;

    public string Path => file.Path;

    // No journal: nobody mounts this file system a second time after a crash.
    public static IReadOnlyList<string> FormatArgv(string path) =>
        ["mke2fs", "-q", "-F", "-t", "ext4", "-O", "^has_journal", "-E", "lazy_itable_init=1,nodiscard", "-m", "0", path];

    public static async Task<UpperDisk> CreateAsync(ICommandRunner runner, Scratch scratch, int sizeMiB, CancellationToken cancellationToken)
    {
        var disk = new UpperDisk(scratch.NewFile(".ext4", SpaceToBeginWith, "The disk of a machine"));
        try
        {
            await using (var content = new FileStream(disk.Path, FileMode.CreateNew))
                content.SetLength((long)sizeMiB << 20);
            var format = new Command(FormatArgv(disk.Path)) { Timeout = TimeSpan.FromMinutes(1) };
            (await runner.RunAsync(format, cancellationToken)).EnsureSuccess();
            return disk;
        }
        catch
        {
            disk.Dispose();
            throw;
        }
    }

    public void Dispose() => file.Dispose();
}
