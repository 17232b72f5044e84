using SmolVM.Machines;

namespace SmolVM.Smolvm;

/// <summary>
/// Starts a machine, and starts it again when it is wanted after it was stopped to be packed; its mounts are made each time.
/// </summary>
/// <param name="cli">The program.</param>
/// <param name="options">What the machine is made of.</param>
/// <param name="name">What the program calls it now.</param>
internal sealed class SmolvmPower(SmolvmCli cli, MachineOptions options, Func<string> name) : IDisposable
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    readonly SemaphoreSlim turn = new(1, 1);
    bool asleep;

    public async Task StartAsync(Action<BootPhase> phase, CancellationToken cancellationToken)
    {
        phase(BootPhase.Spawn);
        await cli.RunAsync(MachineVerbs.Start(name(), cli.Version, options.Clonable), SmolvmCall.Long, cancellationToken);
        await ReadyAsync(phase, cancellationToken);
    }

    /// <summary>Waits until a machine that was started runs commands, and makes its mounts.</summary>
    public async Task ReadyAsync(Action<BootPhase> phase, CancellationToken cancellationToken)
    {
        phase(BootPhase.Boot);
        await cli.WaitExecReadyAsync(name(), options.BootTimeout ?? DefaultTimeout, cancellationToken);
        phase(BootPhase.Mount);
        await VolumeMounts.MakeAsync(new ExecChannel(cli, name), options.Mounts, cancellationToken);
    }

    /// <summary>Called before each command.</summary>
    public async Task WakeAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (asleep)
                await StartAsync(_ => { }, cancellationToken);
            asleep = false;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Does something while no command is started.</summary>
    public async Task<T> AloneAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    /// <summary>Stops the machine and does something with it.</summary>
    public Task StoppedAsync(Func<Task> work, CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            asleep = true;
            await cli.RunAsync(MachineVerbs.Stop(name(), cli.Version), SmolvmCall.Short, cancellationToken);
            await work();
            return true;
        },
        cancellationToken);
}
