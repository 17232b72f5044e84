using System.Collections.Concurrent;
using SmolVM.Machines;
using Xunit;

namespace SmolVM.Xunit.Fixtures;

/// <summary>A machine for each test, made when the test first asks for it and ended with the test.</summary>
/// <param name="make">Makes a machine as it is after its provisioning commands.</param>
/// <param name="frozen">What they are made from, if anything.</param>
/// <param name="oneTestAtATime">Whether a test that asks proves that the tests before it are over.</param>
internal sealed class FreshMachines(Func<CancellationToken, Task<BoundedMachine>> make, FrozenMachine? frozen, bool oneTestAtATime)
    : IMachineSource
{
    readonly ConcurrentDictionary<string, Lazy<Task<BoundedMachine>>> machines = new();

    public async Task<Machine> CurrentAsync(CancellationToken cancellationToken)
    {
        var id = TestContext.Current.Test?.UniqueID ?? throw new InvalidOperationException(
            $"With {nameof(VmReset)}.{nameof(VmReset.BeforeEachTest)} each test has a machine of its own, and no test runs here. "
            + "Ask for it in a test.");
        // xunit tells nobody of a test whose constructor failed, so what that test left is ended here.
        if (oneTestAtATime)
            await EndAsync(machines.Keys.Where(other => other != id));
        var machine = machines.GetOrAdd(id, _ => new(() => make(cancellationToken)));
        return (await machine.Value.WaitAsync(cancellationToken)).Machine;
    }

    public Task FinishedAsync(string testId) => EndAsync([testId]);

    public async ValueTask DisposeAsync()
    {
        await EndAsync(machines.Keys);
        if (frozen is not null)
            await frozen.DisposeAsync();
    }

    async Task EndAsync(IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            if (!machines.TryRemove(id, out var machine))
                continue;
            // One that could not be made has told its test so.
            await ((Task)machine.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (machine.Value.IsCompletedSuccessfully)
                await (await machine.Value).DisposeAsync();
        }
    }
}
