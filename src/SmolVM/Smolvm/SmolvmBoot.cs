using System.Diagnostics;
using SmolVM.Errors;
using SmolVM.Machines;
using SmolVM.Processes;

namespace SmolVM.Smolvm;

/// <summary>
/// One start, from the record of the machine until it runs commands and its mounts are made. Whatever fails leaves nothing.
/// </summary>
internal sealed class SmolvmBoot(SmolvmCli cli, SmolvmPlan plan, MachineOptions options)
{
    static readonly TimeSpan CleanUpLimit = TimeSpan.FromSeconds(60);
    const int PortTries = 3;

    readonly Stopwatch clock = new();
    BootPhase phase = BootPhase.Spawn;

    /// <summary>The machine, which owns <paramref name="owner"/> from then on.</summary>
    public async Task<SmolvmMachine> StartAsync(SmolvmOwner owner, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var create = plan.Create with { Volumes = VolumeMounts.Volumes(options.Mounts), Ports = Ports() };
            try
            {
                return await StartAsync(create, owner, cancellationToken);
            }
            catch (SmolvmException e) when (e.Reason == SmolvmFailure.PortInUse && options.Ports.Count > 0 && attempt < PortTries)
            {
                // Another program took one of the ports in between.
            }
        }
    }

    PortArgument[] Ports() => [.. options.Ports.Select(port => new PortArgument(FreePort.Find(), port))];

    async Task<SmolvmMachine> StartAsync(MachineCreate create, SmolvmOwner owner, CancellationToken cancellationToken)
    {
        var argv = create.Argv(cli.Version);
        SmolvmMachine? machine = null;
        try
        {
            await cli.RunAsync(argv, SmolvmCall.Long, cancellationToken);
            if (plan.Update is { } update)
                await cli.RunAsync(update.Argv(cli.Version), SmolvmCall.Short, cancellationToken);
            clock.Restart();
            machine = new SmolvmMachine(cli, new SmolvmIdentity(cli, create.Name, owner), options, argv, create.Ports);
            await machine.BootAsync(step => phase = step, cancellationToken);
            return machine;
        }
        catch (Exception e)
        {
            var failure = await FailureAsync(create.Name, e, argv);
            await CleanUpAsync(machine, create.Name);
            if (!cancellationToken.IsCancellationRequested && Explain(e, failure) is { } explained)
                throw explained;
            throw;
        }
    }

    async Task CleanUpAsync(SmolvmMachine? machine, string name)
    {
        using var limit = new CancellationTokenSource(CleanUpLimit);
        try
        {
            if (machine is not null)
                await machine.AbandonAsync();
            await cli.DeleteAsync(name, limit.Token);
        }
        catch (Exception e) when (e is SmolVmException or OperationCanceledException)
        {
            // The next start sweeps it; the caller gets the exception that led here.
        }
    }

    async Task<BootFailure> FailureAsync(string name, Exception cause, IReadOnlyList<string> argv)
    {
        using var limit = new CancellationTokenSource(CleanUpLimit);
        var console = cause is SmolvmException { Reason: SmolvmFailure.BootCrashed or SmolvmFailure.BootTimeout }
            ? (await SmolvmConsole.OfAsync(cli, name, limit.Token)).Text()
            : "";
        var failed = cause as SmolvmException;
        return new BootFailure(phase, clock.Elapsed, failed?.Argv ?? argv, failed?.ExitCode, failed?.StandardError ?? "", console);
    }

    BootException? Explain(Exception cause, BootFailure failure) => cause switch
    {
        SmolvmException { Reason: SmolvmFailure.BootTimeout or SmolvmFailure.BootCrashed } e => new BootException(
            $"The machine '{options.Name}' did not become ready ({e.Reason}).",
            "Its console is below; more time is given by BootTimeout.", failure, e),
        CommandTimeoutException e => new BootException(
            $"The machine '{options.Name}' was not started in time.",
            "A machine that fetches its image first may need longer; see below.", failure, e),
        _ => null,
    };
}
