using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Machines;

namespace SmolVM.Xunit.Fixtures;

/// <summary>Prepares a machine for its tests.</summary>
internal static class Provisioning
{
    const int Lines = 20;

    /// <exception cref="SmolVmException">A line failed; the rest was not run.</exception>
    public static async Task RunAsync(Machine machine, IReadOnlyList<string> lines, CancellationToken cancellationToken)
    {
        foreach (var line in lines)
        {
            var result = await machine.ExecAsync(GuestCommand.Shell(line) with { User = "root" }, null, cancellationToken);
            if (result.ExitCode != 0)
                throw Failure(machine, line, result);
        }
    }

    static SmolVmException Failure(Machine machine, string line, ExecResult result) => new(
        ErrorCodes.Provision,
        $"The provisioning command '{line}' ended with exit code {result.ExitCode} in the guest. Correct it in the attribute's Provision"
        + (machine.Options.Network ? "." : "; the network is closed: set Network if the command needs it.")
        + $"\nstdout (tail): {ConsoleTail.Of(result.StandardOutput, Lines)}"
        + $"\nstderr (tail): {ConsoleTail.Of(result.StandardError, Lines)}"
        + $"\nconsole (tail): {ConsoleTail.Of(machine.ConsoleText, Lines)}");
}
