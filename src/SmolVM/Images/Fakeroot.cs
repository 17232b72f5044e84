using SmolVM.Errors;
using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>
/// Lets programs of an ordinary user own files as root, for as long as it lives. It runs the daemon itself, since the <c>fakeroot</c>
/// script leaves it behind when it is killed, and evaluates its options as shell text.
/// </summary>
internal sealed class Fakeroot : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    static readonly string[] Libraries =
    [
        "/usr/lib/x86_64-linux-gnu/libfakeroot/libfakeroot-sysv.so",
        "/usr/lib/aarch64-linux-gnu/libfakeroot/libfakeroot-sysv.so",
        "/usr/lib64/libfakeroot/libfakeroot-sysv.so",
        "/usr/lib/libfakeroot/libfakeroot-sysv.so",
    ];

    readonly IRunningCommand _daemon;
    readonly string _library;
    readonly string _key;

    Fakeroot(IRunningCommand daemon, string library, string key)
    {
        _daemon = daemon;
        _library = library;
        _key = key;
    }

    // Its other kind, over TCP, would let every user of this host talk to it.
    public static IReadOnlyList<string> DaemonArgv { get; } = ["faked-sysv", "--foreground"];

    public static async Task<Fakeroot> StartAsync(ICommandRunner runner, CancellationToken cancellationToken)
    {
        var carried = runner.CarriedTree is { } tree ? Libraries.Select(path => tree + path) : [];
        var library = Libraries.Concat(carried).FirstOrDefault(File.Exists)
            ?? throw new ToolMissingException(
                $"None of {string.Join(", ", Libraries)} is there. On Debian and Ubuntu: apt-get install fakeroot");
        var announced = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var daemon = runner.Start(new Command(DaemonArgv)
        {
            DiesWithParent = true,
            Output = async (stream, token) =>
            {
                using var lines = new StreamReader(stream, leaveOpen: true);
                announced.TrySetResult(await lines.ReadLineAsync(token));
            },
        });
        try
        {
            return new Fakeroot(daemon, library, ParseKey(await announced.Task.WaitAsync(Patience, cancellationToken)));
        }
        catch (Exception exception)
        {
            await daemon.DisposeAsync();
            if (exception is TimeoutException)
                throw new CommandTimeoutException(
                    $"Waited {Patience.TotalSeconds:0} s for '{DaemonArgv[0]}' to announce itself. "
                    + $"See what it says: {string.Join(' ', DaemonArgv)}");
            throw;
        }
    }

    /// <summary>A program that sees itself as root, and the owners that others of this session gave.</summary>
    public Command Command(IReadOnlyList<string> argv) => new(argv)
    {
        Environment = new Dictionary<string, string?> { ["LD_PRELOAD"] = _library, ["FAKEROOTKEY"] = _key, ["LC_ALL"] = "C.UTF-8" },
    };

    public async ValueTask DisposeAsync()
    {
        // A polite end removes its message queues, which outlive a killed one.
        _daemon.Terminate();
        await ((Task)_daemon.Completion).WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _daemon.DisposeAsync();
    }

    /// <summary>The first line says <c>KEY:PID</c>.</summary>
    static string ParseKey(string? line) =>
        line?.Split(':') is [{ Length: > 0 } key, _]
            ? key
            : throw new SmolVmException(
                ErrorCodes.ToolFailed,
                $"'{DaemonArgv[0]}' said '{line}' instead of its key: System V message queues may be off on this host. "
                + $"See what it says: {string.Join(' ', DaemonArgv)}");
}
