using SmolVM.Guests;
using SmolVM.Machines;

namespace SmolVM.Qemu;

/// <summary>A reboot of a machine, whoever owns its QEMU: the guest is reset, boots, and is waited for until its init is ready.</summary>
/// <param name="qmp">The machine's QEMU.</param>
/// <param name="options">What the machine is made of.</param>
/// <param name="timeout">How long the boot may take.</param>
internal sealed class GuestReboot(QmpClient qmp, MachineOptions options, TimeSpan timeout)
{
    /// <summary>How far it is, for messages.</summary>
    public BootPhase Phase { get; private set; } = BootPhase.Reset;

    /// <param name="agent">Of the guest that is to end.</param>
    /// <param name="back">Gets the agent of the guest that boots, which is the caller's from then on.</param>
    /// <param name="wake">Tells that guest what it is, and makes its mounts.</param>
    /// <param name="cancellationToken">Ends it; the machine is of no use any more then.</param>
    /// <exception cref="GuestLostException">The guest did not come back.</exception>
    /// <exception cref="GuestExecException">Its init is not ready and will not be.</exception>
    /// <exception cref="QmpException">QEMU refused, or has ended.</exception>
    public async Task RunAsync(
        AgentChannel agent, Action<AgentChannel> back, Func<CancellationToken, Task> wake, CancellationToken cancellationToken)
    {
        var patience = InitReadiness.PowerOffDeadline(options);
        await GuestReset.RunAsync(qmp, token => agent.PowerOffAsync(patience, token), patience, cancellationToken);
        Phase = BootPhase.Boot;
        var stream = await agent.LeaveAsync("the machine was rebooted");
        var rebooted = await GuestReset.BackAsync(qmp, stream, timeout, cancellationToken);
        back(rebooted);
        Phase = BootPhase.Init;
        await InitReadiness.WaitAsync(options.Name!, rebooted, options.Init, progress: null, cancellationToken);
        Phase = BootPhase.Mount;
        await wake(cancellationToken);
    }
}
