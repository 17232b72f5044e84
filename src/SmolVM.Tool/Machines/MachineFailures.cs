using SmolVM.Errors;
using SmolVM.Machines;

namespace SmolVM.Tool.Machines;

/// <summary>
/// Refusals in the words of the <c>smolvm</c> program, by which programs that drive it know them; behind these stands what to do here.
/// </summary>
internal static class MachineFailures
{
    /// <exception cref="SmolVmException">There is none of that name.</exception>
    public static async Task<StoredMachine> RequireAsync(this IStoredMachines stored, string name, CancellationToken cancellationToken) =>
        await stored.FindAsync(name, cancellationToken) ?? throw NotFound(name);

    /// <exception cref="SmolVmException">There is none of that name, or it does not run.</exception>
    public static async Task<StoredMachine> RequireRunningAsync(
        this IStoredMachines stored, string name, CancellationToken cancellationToken) =>
        await stored.RequireAsync(name, cancellationToken) is { State: MachineState.Running } running
            ? running
            : throw new SmolVmException(
                ErrorCodes.StoredMachine,
                $"machine '{name}' is not running. Use 'machine start --name {name}' to start it.");

    /// <exception cref="SmolVmException">There is none of that name, or it runs.</exception>
    public static async Task<StoredMachine> RequireStoppedAsync(
        this IStoredMachines stored, string name, CancellationToken cancellationToken) =>
        await stored.RequireAsync(name, cancellationToken) is { State: MachineState.Stopped } stopped
            ? stopped
            : throw new SmolVmException(
                ErrorCodes.StoredMachine,
                $"machine '{name}' is running. Stop it first: machine stop --name {name}");

    /// <exception cref="SmolVmException">There is one of that name.</exception>
    public static async Task RequireFreeAsync(this IStoredMachines stored, string name, CancellationToken cancellationToken)
    {
        if (await stored.FindAsync(name, cancellationToken) is not null)
            throw new SmolVmException(
                ErrorCodes.StoredMachine,
                $"create machine: machine '{name}' already exists. Choose another name, or remove it: machine delete -f --name {name}");
    }

    public static SmolVmException NotFound(string name) => new(
        ErrorCodes.StoredMachine, $"machine '{name}' not found. 'machine ls' shows those that there are.");
}
