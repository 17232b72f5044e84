using System.Diagnostics;
using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Processes;

namespace SmolVM.Qemu;

/// <summary>A QEMU that runs, with all sockets that it connects to.</summary>
internal sealed record StartedQemu(QemuProcess Process, QmpClient Qmp, QemuListeners Listeners, QemuSetup Setup);

/// <summary>One QEMU from its spawn until what it was started for is done. Whatever fails leaves nothing.</summary>
/// <param name="runner">Starts it.</param>
/// <param name="what">What messages call it: <c>The machine 'x'</c>.</param>
/// <param name="timeout">How long all of it may take.</param>
/// <param name="trace">Gets the phases.</param>
/// <param name="argv">How the argv is made; <see cref="QemuArgv.Build"/> when null.</param>
internal sealed class QemuStart(
    ICommandRunner runner, string what, TimeSpan timeout, StartTrace trace, Func<QemuSetup, IReadOnlyList<string>>? argv = null)
{
    static readonly TimeSpan EndDeadline = TimeSpan.FromSeconds(1);
    static readonly TimeSpan ReapDeadline = TimeSpan.FromSeconds(10);

    readonly Stopwatch clock = new();

    /// <summary>How far it is, for messages.</summary>
    public BootPhase Phase { get; set; }

    /// <param name="setup">What QEMU is started with; the run directory is made here.</param>
    /// <param name="work">What it is started for. The process is the work's, unless it fails.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BootException">QEMU ended or the time was over.</exception>
    public async Task<T> RunAsync<T>(QemuSetup setup, Func<StartedQemu, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var run = RunRoot.Default().Create();
        setup = setup with { RunDirectory = run.Path };
        ConsoleLog? console = null;
        QemuProcess? process = null;
        QemuListeners? listeners = null;
        try
        {
            // The longest paths of sockets, checked before there is anything to end.
            run.SocketPath(Path.GetFileName(setup.ConsoleSocket));
            Directory.CreateDirectory(setup.EmptyDirectory);
            listeners = new QemuListeners(setup);
            console = new ConsoleLog(listeners.Console.AcceptAsync, setup.ConsoleFile);
            Phase = BootPhase.Spawn;
            trace.Phase("prepare");
            clock.Start();
            process = QemuProcess.Start(runner, (argv ?? QemuArgv.Build)(setup), console, run);
            process.Record();
            trace.Phase("spawn");
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, process.Ended);
            limit.CancelAfter(timeout);
            process.Qmp = await QmpClient.ConnectAsync(await listeners.Qmp.AcceptAsync(limit.Token), limit.Token);
            trace.Phase("qmp");
            return await work(new StartedQemu(process, process.Qmp, listeners, setup), limit.Token);
        }
        catch (Exception e)
        {
            if (process is null)
            {
                await (console?.DisposeAsync() ?? ValueTask.CompletedTask);
                run.Dispose();
                throw;
            }
            var failure = await FailureAsync(process, mayBeEnding: e is GuestLostException or QmpException);
            await process.DisposeAsync();
            if (!cancellationToken.IsCancellationRequested && FailedBoot.Explain(what, e, failure, setup.Init, timeout) is { } explained)
                throw explained;
            throw;
        }
        finally
        {
            // Not before QEMU has ended, which would complain of them in its last words.
            listeners?.Dispose();
        }
    }

    async Task<BootFailure> FailureAsync(QemuProcess process, bool mayBeEnding)
    {
        // A broken connection is often the first sign of QEMU's end, whose exit code says more.
        var ended = await process.EndAsync(mayBeEnding ? EndDeadline : TimeSpan.Zero);
        process.Kill();
        var killed = ended ?? await process.EndAsync(ReapDeadline);
        return new BootFailure(
            Phase, clock.Elapsed, process.Argv, ended?.ExitCode, killed?.StandardError ?? "(it does not end)", process.ConsoleText);
    }
}
