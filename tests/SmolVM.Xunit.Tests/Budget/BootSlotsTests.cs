using SmolVM.Xunit.Budget;

namespace SmolVM.Xunit.Tests.Budget;

public sealed class BootSlotsTests : IDisposable
{
    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_boot_waits_until_another_gives_its_slot_back()
    {
        var slots = new BootSlots(folder.Path, 2);
        var first = await slots.TakeAsync(null, Token);
        using var second = await slots.TakeAsync(null, Token);
        var third = slots.TakeAsync(null, Token);
        Assert.False(third.IsCompleted);

        first.Dispose();

        (await third.WaitAsync(Token)).Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wait_for_a_slot_can_be_cancelled()
    {
        var slots = new BootSlots(folder.Path, 1);
        using var only = await slots.TakeAsync(null, Token);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(10));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slots.TakeAsync(null, cancel.Token));
    }
}
