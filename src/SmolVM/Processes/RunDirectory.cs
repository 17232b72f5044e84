using System.Globalization;
using System.Text;
using SmolVM.Errors;

namespace SmolVM.Processes;

/// <summary>A machine's private directory for sockets, console and records. It is deleted by dispose, or by a later sweep.</summary>
internal sealed class RunDirectory : IDisposable
{
    /// <summary>What fits into a Unix socket's address, without the closing NUL.</summary>
    const int SocketPathBytes = 107;

    readonly FileStream _lock;
    OwnerRecord _record;
    bool _disposed;

    internal RunDirectory(string path, OwnerRecord record, FileStream held)
    {
        Path = path;
        _record = record;
        _lock = held;
    }

    public string Path { get; }

    /// <summary>The name of the directory. It has to be in the hypervisor's command line, as it is when one of the paths is.</summary>
    public string RunId => _record.RunId;

    public string FilePath(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The path of a socket in this directory.</summary>
    /// <exception cref="SmolVmException">It is longer than a Unix socket's address can be.</exception>
    public string SocketPath(string name)
    {
        var path = FilePath(name);
        var bytes = Encoding.UTF8.GetByteCount(path);
        return bytes <= SocketPathBytes ? path : throw new SmolVmException(ErrorCodes.Option, string.Create(
            CultureInfo.InvariantCulture,
            $"The socket path '{path}' has {bytes} bytes, and the system takes {SocketPathBytes}. "
            + $"Set XDG_RUNTIME_DIR or TMPDIR to a shorter directory."));
    }

    /// <summary>Says which process the next sweep has to end if this one cannot. Call it as soon as the process has been started.</summary>
    public void RecordHypervisor(int pid)
    {
        _record = _record with { HypervisorPid = pid, HypervisorStartTime = ProcessStat.OfLiving(pid)?.StartTime };
        _record.Write(Path);
    }

    /// <summary>Says that what runs here outlives this process, and lets go of it.</summary>
    public void Detach()
    {
        _record = _record with { Detached = true };
        _record.Write(Path);
        _disposed = true;
        _lock.Dispose();
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        // Windows moves no directory in which a file is open; elsewhere a sweep must not get in between.
        if (OperatingSystem.IsWindows())
            _lock.Dispose();
        try
        {
            RunRoot.Remove(Path);
        }
        finally
        {
            _lock.Dispose();
        }
    }
}
