using System.Globalization;
using SmolVM.Guests;

namespace SmolVM.Machines;

/// <summary>Waits for units of systemd, in a machine whose <see cref="MachineOptions.Init"/> it is.</summary>
public static class MachineUnits
{
    const int JournalLines = 20;

    static readonly TimeSpan DescriptionDeadline = TimeSpan.FromSeconds(20);

    /// <summary>Waits until a unit is in a state.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="unit">The unit's name, such as <c>web.service</c>.</param>
    /// <param name="state">
    /// What systemd calls <c>ActiveState</c>: <c>active</c>, <c>inactive</c>, <c>failed</c>, <c>activating</c>, <c>deactivating</c> or
    /// <c>reloading</c>.
    /// </param>
    /// <param name="timeout">The longest wait; <see cref="MachineWaits.DefaultTimeout"/> when null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the unit is in the state.</returns>
    /// <exception cref="WaitException">
    /// It was not in time; the message shows the unit's state and its last lines in the journal.
    /// </exception>
    /// <exception cref="GuestExecException">The machine has no systemd.</exception>
    /// <exception cref="GuestLostException">The machine ended.</exception>
    public static async Task WaitForUnitAsync(
        this Machine machine, string unit, string state = "active", TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var awaited = $"the unit '{unit}' to be {state}";
        try
        {
            await Waiting.UntilAsync(machine.Name, awaited, timeout ?? MachineWaits.DefaultTimeout, LookAsync, cancellationToken);
        }
        catch (WaitException e)
        {
            throw new WaitException(machine.Name, awaited, e.Timeout, $"{e.LastSeen}\n{await JournalAsync(machine, unit, cancellationToken)}");
        }

        async Task<Look<string>> LookAsync(CancellationToken token)
        {
            var shown = (await machine.Channel.ExecAsync(new GuestCommand(ShowArgv(unit)), null, token)).EnsureSuccess().StandardOutput;
            return new(Property(shown, "ActiveState") == state ? state : null, Describe(unit, shown));
        }
    }

    internal static IReadOnlyList<string> ShowArgv(string unit) =>
        ["systemctl", "show", "--property=LoadState,ActiveState,SubState,Result,ExecMainStatus,NRestarts", "--", unit];

    internal static IReadOnlyList<string> JournalArgv(string unit) =>
    [
        "journalctl", "--no-pager", "--quiet", "--output=short-monotonic", string.Create(CultureInfo.InvariantCulture, $"--lines={JournalLines}"),
        $"--unit={unit}",
    ];

    /// <summary>In words, what <see cref="ShowArgv"/> printed.</summary>
    internal static string Describe(string unit, string shown)
    {
        if (Property(shown, "LoadState") is var loaded and not "loaded")
            return $"the unit '{unit}' is {(loaded == "not-found" ? "not there" : loaded)}, and {Property(shown, "ActiveState")}";
        var text = $"the unit '{unit}' is {Property(shown, "ActiveState")} ({Property(shown, "SubState")})";
        if (Property(shown, "Result") is not ("" or "success") and var result)
            text += $", its last result is '{result}' with exit status {Property(shown, "ExecMainStatus")}";
        if (Property(shown, "NRestarts") is not ("" or "0") and var restarts)
            text += $", restarted {restarts} times";
        return text;
    }

    static string Property(string shown, string name) =>
        shown.Split('\n').FirstOrDefault(line => line.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..].Trim() ?? "";

    // Time is over already: what the machine does not say at once is left out.
    static async Task<string> JournalAsync(Machine machine, string unit, CancellationToken cancellationToken)
    {
        try
        {
            var command = new GuestCommand(JournalArgv(unit)) { Timeout = DescriptionDeadline };
            var said = (await machine.Channel.ExecAsync(command, null, cancellationToken)).StandardOutput.TrimEnd();
            return said.Length == 0 ? "its journal: (empty)" : $"its journal (tail):\n{said}";
        }
        catch (GuestExecException e)
        {
            return $"its journal could not be read: {e.Message}";
        }
    }
}
