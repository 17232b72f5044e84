using SmolVM.Errors;
using SmolVM.Processes;
using SmolVM.Xunit.Budget;

namespace SmolVM.Xunit.Tests.Budget;

public sealed class MemoryQueueTests : IDisposable
{
    readonly TemporaryDirectory folder = new();
    readonly MemoryQueue budget;

    public MemoryQueueTests() => budget = new MemoryQueue(folder.Path, 1000);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task One_who_waits_goes_on_when_memory_is_given_back()
    {
        var first = await budget.TakeAsync(800, false, null, Token);
        var told = new Told();
        var second = budget.TakeAsync(800, false, told, Token);
        var line = await told.Line.WaitAsync(Token);
        Assert.False(second.IsCompleted);

        await first.DisposeAsync();

        await (await second.WaitAsync(Token)).DisposeAsync();
        Assert.Equal("Waiting for memory: other machines have 800 of 1000 MiB (SMOLVM_MEMORY_BUDGET_MIB).", line);
    }

    [Fact(Timeout = 60_000)]
    public async Task One_who_stops_waiting_gives_up_its_place()
    {
        await using var first = await budget.TakeAsync(800, false, null, Token);
        using var cancel = new CancellationTokenSource();
        var second = budget.TakeAsync(800, false, null, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await (await budget.TakeAsync(200, false, null, Token)).DisposeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task More_than_there_is_in_all_is_refused_at_once()
    {
        var failure = await Assert.ThrowsAsync<SmolVmException>(() => budget.TakeAsync(1001, false, null, Token));

        Assert.Equal(ErrorCodes.Option, failure.Code);
        await Verify(failure.Message);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_dead_process_had_is_handed_out_again()
    {
        // A process with this id lives, but it began at another time than the one that took the memory.
        await new LedgerFile(folder.Path).ChangeAsync(
            ledger => ledger with { Entries = [new LedgerEntry(0, Environment.ProcessId, 1, 1000, false, true)] }, Token);

        await (await budget.TakeAsync(1000, false, null, Token)).DisposeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_living_process_keeps_its_memory_where_the_system_tells_no_start_times()
    {
        await new LedgerFile(folder.Path).ChangeAsync(
            ledger => ledger with { Entries = [new LedgerEntry(0, Environment.ProcessId, 0, 1000, false, true)] }, Token);
        var told = new Told();
        using var cancel = new CancellationTokenSource();

        var other = budget.TakeAsync(1000, false, told, cancel.Token);

        await told.Line.WaitAsync(Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_ledger_that_cannot_be_read_is_begun_anew()
    {
        folder.Write("ledger.json", "{ half of");

        await (await budget.TakeAsync(1000, false, null, Token)).DisposeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Memory_and_places_are_kept_between_processes()
    {
        await using var first = await budget.TakeAsync(600, false, null, Token);
        var told = new Told();
        var other = new MemoryQueue(folder.Path, 1000).TakeAsync(600, false, told, Token);
        await told.Line.WaitAsync(Token);

        var ledger = await new LedgerFile(folder.Path).ChangeAsync(now => now, Token);

        Assert.Equal([(600, true), (600, false)], ledger.Entries.Select(entry => (entry.MiB, entry.Granted)));
        Assert.All(ledger.Entries, entry => Assert.Equal(ProcessStat.OfLiving(Environment.ProcessId)!.StartTime, entry.StartTime));
        await first.DisposeAsync();
        await (await other).DisposeAsync();
    }

    sealed class Told : IProgress<string>
    {
        readonly TaskCompletionSource<string> line = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Line => line.Task;

        public void Report(string value) => line.TrySetResult(value);
    }
}
