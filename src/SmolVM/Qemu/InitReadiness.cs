using SmolVM.Guests;
using SmolVM.Machines;

namespace SmolVM.Qemu;

/// <summary>Waits for the init of a machine: systemd says when it is ready, and of others nothing is known.</summary>
internal static class InitReadiness
{
    // systemd gives a unit 90 s to stop.
    static readonly TimeSpan PowerOffWithInit = TimeSpan.FromSeconds(100);
    static readonly TimeSpan PowerOff = TimeSpan.FromSeconds(8);

    /// <summary>How long a machine may take to power itself off.</summary>
    public static TimeSpan PowerOffDeadline(MachineOptions options) => options.Init is null ? PowerOff : PowerOffWithInit;

    public static IReadOnlyList<string> ProgramArgv(string init) => [.. KitGuest.Tools, "readlink", "-f", init];

    /// <summary>Answers when the start-up is over.</summary>
    public static IReadOnlyList<string> StateArgv { get; } = ["systemctl", "is-system-running", "--wait"];

    public static IReadOnlyList<string> FailedArgv { get; } = ["systemctl", "list-units", "--failed", "--plain", "--no-legend"];

    /// <param name="machine">Its name, for messages.</param>
    /// <param name="channel">The agent of a machine that has booted.</param>
    /// <param name="init">The machine's init; null: the agent, which is ready.</param>
    /// <param name="progress">Gets a warning that names the units that failed: the machine is ready all the same.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GuestExecException">The init is not there, or systemd has ended in its rescue or emergency mode.</exception>
    public static async Task WaitAsync(
        string machine, IGuestChannel channel, string? init, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (init is null || !await IsSystemdAsync(channel, init, cancellationToken))
            return;
        var state = await Waiting.UntilAsync(machine, "systemd to be ready", TimeSpan.FromDays(1), LookAsync, cancellationToken);
        if (state == "maintenance")
            throw new GuestExecException(
                "systemd could not start the machine and is in its rescue or emergency mode. See on the console which unit failed.");
        if (state == "degraded")
            progress?.Report(
                $"Warning: the machine '{machine}' is ready, but these units failed: {await FailedAsync(channel, cancellationToken)}.");

        // Until it listens, systemctl fails or says "offline".
        async Task<Look<string>> LookAsync(CancellationToken token)
        {
            var said = await channel.ExecAsync(new GuestCommand(StateArgv), null, token);
            var state = said.StandardOutput.Trim();
            return new(state is "running" or "degraded" or "maintenance" ? state : null, $"systemd is '{state}' {said.StandardError.Trim()}");
        }
    }

    static async Task<bool> IsSystemdAsync(IGuestChannel channel, string init, CancellationToken cancellationToken)
    {
        var program = await channel.ExecAsync(new GuestCommand(ProgramArgv(init)), null, cancellationToken);
        return Path.GetFileName(program.StandardOutput.Trim()) == "systemd";
    }

    static async Task<string> FailedAsync(IGuestChannel channel, CancellationToken cancellationToken)
    {
        var listed = await channel.ExecAsync(new GuestCommand(FailedArgv), null, cancellationToken);
        return string.Join(", ", listed.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
    }
}
