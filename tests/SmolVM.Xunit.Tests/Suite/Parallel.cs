using SmolVM.Xunit;
using Xunit;

namespace Suite.Parallel;

[SmolVmFixture]
public sealed class OneMachine(SmolVm vm)
{
    [Fact(Timeout = 120_000)]
    public async Task First() => await vm.SucceedAsync("touch /tmp/first; until [ -e /tmp/second ]; do sleep 0.1; done");

    [Fact(Timeout = 120_000)]
    public async Task Second() => await vm.SucceedAsync("touch /tmp/second; until [ -e /tmp/first ]; do sleep 0.1; done");
}

[SmolVmFixture(Reset = VmReset.BeforeEachTest)]
public sealed class FreshMachines(SmolVm vm)
{
    static readonly TaskCompletionSource FirstRuns = new(TaskCreationOptions.RunContinuationsAsynchronously);
    static readonly TaskCompletionSource SecondRuns = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact(Timeout = 120_000)]
    public Task First() => MeetAsync(FirstRuns, SecondRuns.Task);

    [Fact(Timeout = 120_000)]
    public Task Second() => MeetAsync(SecondRuns, FirstRuns.Task);

    async Task MeetAsync(TaskCompletionSource here, Task other)
    {
        await vm.SucceedAsync("[ ! -e /tmp/touched ] && touch /tmp/touched");
        here.SetResult();
        await other.WaitAsync(TestContext.Current.CancellationToken);
        await vm.SucceedAsync("[ -e /tmp/touched ]");
    }
}
