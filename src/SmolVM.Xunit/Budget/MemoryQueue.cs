using SmolVM.Errors;
using SmolVM.Machines;
using SmolVM.Processes;

namespace SmolVM.Xunit.Budget;

/// <summary>
/// Bounds the memory of all machines of tests, over all classes and all test processes of a user on this host: first come, first served.
/// </summary>
/// <param name="folder">Where the ledger is.</param>
/// <param name="budgetMiB">What there is to hand out.</param>
internal sealed class MemoryQueue(string folder, int budgetMiB)
{
    const string Variable = "SMOLVM_MEMORY_BUDGET_MIB";

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Longer than any suite that is waited for, shorter than for ever.</summary>
    static readonly TimeSpan Limit = TimeSpan.FromHours(2);

    readonly LedgerFile file = new(folder);

    public static MemoryQueue OfThisUser() => new(BudgetFolder.OfThisUser(), MemoryBudget.Of(null));

    /// <summary>Waits for memory.</summary>
    /// <param name="mib">How much.</param>
    /// <param name="hasInner">Whether the holder may wait for others before it gives back.</param>
    /// <param name="progress">Gets a line when it has to wait.</param>
    /// <param name="cancellationToken">Ends the wait; the place in the queue is given up.</param>
    /// <returns>What is disposed to give it back.</returns>
    /// <exception cref="SmolVmException">It is more than there is in all, or nothing was given back for two hours.</exception>
    public async Task<IAsyncDisposable> TakeAsync(int mib, bool hasInner, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (mib > budgetMiB)
            throw new SmolVmException(
                ErrorCodes.Option,
                $"A machine with {mib} MiB of memory does not fit into the budget of {budgetMiB} MiB for all machines of tests. "
                + $"Give it less, or raise {Variable}.");
        var ledger = await file.ChangeAsync(Join, cancellationToken);
        var ticket = ledger.NextTicket - 1;
        try
        {
            await WaitAsync(ledger, ticket, progress, cancellationToken);
            return new Lease(file, ticket);
        }
        catch
        {
            await file.GiveBackAsync(ticket);
            throw;
        }

        MemoryLedger Join(MemoryLedger before) =>
            before.Join(Environment.ProcessId, ProcessStat.OfLiving(Environment.ProcessId)?.StartTime ?? 0, mib, hasInner).Grant(budgetMiB);
    }

    async Task WaitAsync(MemoryLedger ledger, long ticket, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            for (var told = false; !ledger.IsGranted(ticket); told = true)
            {
                if (!told)
                    progress?.Report($"Waiting for memory: other machines have {ledger.GrantedMiB} of {budgetMiB} MiB ({Variable}).");
                // Nothing tells one process that another has changed a file, but a look.
                await Task.Delay(Pause, limit.Token);
                ledger = await file.ChangeAsync(now => now.Grant(budgetMiB), limit.Token);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var granted = ledger.Entries.Where(entry => entry.Granted);
            var holders = string.Join(", ", granted.Select(entry => $"process {entry.Pid}: {entry.MiB} MiB"));
            throw new SmolVmException(
                ErrorCodes.Wait,
                $"Waited {Limit.TotalHours} h for memory for a machine, and none of the budget of {budgetMiB} MiB was given back. "
                + $"Look at who has it ({holders}), or raise {Variable}.");
        }
    }

    sealed class Lease(LedgerFile file, long ticket) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await file.GiveBackAsync(ticket);
    }
}
