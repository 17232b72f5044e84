using System.Globalization;
using Microsoft.Win32.SafeHandles;
using SmolVM.Processes;

namespace SmolVM.Qemu;

/// <summary>
/// The sparse file that takes a machine's writes: an ext4 image, or an overlay above that of a template. An owned machine's file loses its
/// name as soon as QEMU has it open, so the kernel frees it with QEMU and us, however they end.
/// </summary>
internal sealed class UpperDisk : IDisposable
{
    const long SpaceToBeginWith = 256L << 20;

    static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    readonly ScratchFile scratch;
    readonly SafeFileHandle handle;

    UpperDisk(ScratchFile scratch, string format)
    {
        this.scratch = scratch;
        handle = System.IO.File.OpenHandle(scratch.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        File = new DiskFile(scratch.Path, format);
    }

    /// <summary>What QEMU opens as it starts.</summary>
    public DiskFile File { get; }

    /// <summary>The same file also when it has lost its name.</summary>
    public DiskFile Held => File with
    {
        Path = string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{handle.DangerousGetHandle()}"),
    };

    // No journal: nobody mounts this file system a second time after a crash.
    public static IReadOnlyList<string> FormatArgv(string path) =>
        ["mke2fs", "-q", "-F", "-t", "ext4", "-O", "^has_journal", "-E", "lazy_itable_init=1,nodiscard", "-m", "0", path];

    /// <summary>The file system of a machine that is stopped and started again, and may be killed in between.</summary>
    public static IReadOnlyList<string> KeptFormatArgv(string path) =>
        ["mke2fs", "-q", "-F", "-t", "ext4", "-J", "size=16", "-E", "lazy_itable_init=1,lazy_journal_init=1,nodiscard", "-m", "0", path];

    public static IReadOnlyList<string> OverlayArgv(DiskFile below, string path) =>
        ["qemu-img", "create", "-q", "-f", "qcow2", "-F", below.Format, "-b", below.Path, path];

    public static IReadOnlyList<string> EmptyArgv(string path, int sizeMiB) =>
        ["qemu-img", "create", "-q", "-f", "qcow2", path, string.Create(CultureInfo.InvariantCulture, $"{sizeMiB}M")];

    public static async Task<UpperDisk> CreateAsync(ICommandRunner runner, Scratch scratch, int sizeMiB, CancellationToken cancellationToken)
    {
        var file = scratch.NewFile(".ext4", SpaceToBeginWith, "The disk of a machine");
        return await MakeAsync(file, "raw", path => FormatAsync(runner, path, sizeMiB, cancellationToken));
    }

    /// <summary>A disk with the content of another, which must not change as long as this one lives.</summary>
    public static async Task<UpperDisk> AboveAsync(ICommandRunner runner, Scratch scratch, DiskFile below, CancellationToken cancellationToken)
    {
        var file = scratch.NewFile(".qcow2", SpaceToBeginWith, "The disk of a machine");
        return await MakeAsync(file, "qcow2", async path =>
            (await runner.RunAsync(new Command(OverlayArgv(below, path)) { Timeout = Limit }, cancellationToken)).EnsureSuccess());
    }

    /// <summary>A disk of that size with nothing on it, not even a file system.</summary>
    public static async Task<UpperDisk> EmptyAsync(ICommandRunner runner, Scratch scratch, int sizeMiB, CancellationToken cancellationToken)
    {
        var file = scratch.NewFile(".qcow2", SpaceToBeginWith, "The copy of a machine's disk");
        return await MakeAsync(file, "qcow2", async path =>
            (await runner.RunAsync(new Command(EmptyArgv(path, sizeMiB)) { Timeout = Limit }, cancellationToken)).EnsureSuccess());
    }

    /// <summary>Makes an empty file system in a new sparse file.</summary>
    public static Task FormatAsync(ICommandRunner runner, string path, int sizeMiB, CancellationToken cancellationToken) =>
        FormatAsync(runner, path, sizeMiB, FormatArgv, cancellationToken);

    /// <summary>The same for a disk that is kept; it appears under its name whole.</summary>
    public static async Task FormatKeptAsync(ICommandRunner runner, string path, int sizeMiB, CancellationToken cancellationToken)
    {
        var unfinished = path + ".new";
        System.IO.File.Delete(unfinished);
        await FormatAsync(runner, unfinished, sizeMiB, KeptFormatArgv, cancellationToken);
        System.IO.File.Move(unfinished, path);
    }

    static async Task FormatAsync(
        ICommandRunner runner, string path, int sizeMiB, Func<string, IReadOnlyList<string>> argv, CancellationToken cancellationToken)
    {
        await using (var content = new FileStream(path, FileMode.CreateNew))
            content.SetLength((long)sizeMiB << 20);
        (await runner.RunAsync(new Command(argv(path)) { Timeout = Limit }, cancellationToken)).EnsureSuccess();
    }

    /// <summary>QEMU has it open.</summary>
    public void Unlink() => scratch.Dispose();

    public void Dispose()
    {
        handle.Dispose();
        scratch.Dispose();
    }

    static async Task<UpperDisk> MakeAsync(ScratchFile file, string format, Func<string, Task> make)
    {
        try
        {
            await make(file.Path);
            return new UpperDisk(file, format);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
