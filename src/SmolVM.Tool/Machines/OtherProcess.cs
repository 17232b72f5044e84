using SmolVM.Errors;
using SmolVM.Machines;
using SmolVM.Processes;
using SmolVM.Qemu.Stored;

namespace SmolVM.Tool.Machines;

/// <summary>
/// A process that works with a machine at the moment, such as a shell of somebody. Who stops or deletes the machine does not wait for it:
/// it loses the machine.
/// </summary>
internal static class OtherProcess
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Ends the hypervisor of a machine that another process has; nothing where none has it.</summary>
    /// <param name="stored">All machines.</param>
    /// <param name="found">The machine.</param>
    /// <param name="keepsDisk">Whether the guest writes its disk out first.</param>
    /// <param name="cancellationToken">Ends the wait for the guest, and the hypervisor at once.</param>
    public static async Task TakeMachineAsync(
        IStoredMachines stored, StoredMachine found, bool keepsDisk, CancellationToken cancellationToken)
    {
        if (found is not { State: MachineState.Running, ProcessId: { } pid })
            return;
        await using var machine = await TryUseAsync(stored, found.Name, cancellationToken);
        if (machine?.Backend is not SharedMachine)
            return;
        if (keepsDisk)
            await WriteOutAsync(machine, cancellationToken);
        Signals.Send(pid, Signals.Term);
    }

    // One that does not answer is ended by force afterwards.
    static async Task<Machine?> TryUseAsync(IStoredMachines stored, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await stored.UseAsync(name, cancellationToken);
        }
        catch (SmolVmException)
        {
            return null;
        }
    }

    static async Task WriteOutAsync(Machine machine, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await machine.ExecAsync(new Guests.GuestCommand([.. machine.Backend.GuestTools, "sync"]), null, limit.Token);
        }
        catch (Exception e) when (e is SmolVmException or OperationCanceledException)
        {
            // The file system's journal is what is left to rely on.
        }
    }
}
