using SmolVM.Errors;
using SmolVM.Processes;

namespace SmolVM.Qemu;

/// <summary>
/// The sparse ext4 file that takes a machine's writes. An owned machine's file loses its name as soon as QEMU has it open, so the kernel
/// frees it with QEMU, however QEMU ends.
/// </summary>
internal sealed class UpperDisk : IDisposable
{
    const long SpaceThatMustBeFree = 256L << 20;

    UpperDisk(string path) => Path = path;

    public string Path { get; }

    // No journal: nobody mounts this file system a second time after a crash.
    public static IReadOnlyList<string> FormatArgv(string path) =>
        ["mke2fs", "-q", "-F", "-t", "ext4", "-O", "^has_journal", "-E", "lazy_itable_init=1,nodiscard", "-m", "0", path];

    public static async Task<UpperDisk> CreateAsync(
        ICommandRunner runner, string folder, string runId, int sizeMiB, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        EnsureSpace(folder);
        var disk = new UpperDisk(System.IO.Path.Combine(folder, $"{runId}.ext4"));
        try
        {
            await using (var file = new FileStream(disk.Path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                file.SetLength((long)sizeMiB << 20);
            }
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

    /// <summary>Removes what starts that died between making the file and opening it left: files older than any start takes.</summary>
    public static void Sweep(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var file in Directory.EnumerateFiles(folder, "*.ext4"))
        {
            if (File.GetLastWriteTimeUtc(file) < DateTime.UtcNow.AddHours(-1))
                File.Delete(file);
        }
    }

    public void Dispose() => File.Delete(Path);

    static void EnsureSpace(string folder)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (free < SpaceThatMustBeFree)
            throw new SmolVmException(
                ErrorCodes.NoSpace,
                $"'{folder}' has {free >> 20} MiB free, and a machine with a disk needs {SpaceThatMustBeFree >> 20} MiB to begin with. "
                + "Free some space, or set SMOLVM_CACHE to a directory that has it.");
    }
}
