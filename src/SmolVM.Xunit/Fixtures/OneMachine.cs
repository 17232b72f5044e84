using SmolVM.Machines;

namespace SmolVM.Xunit.Fixtures;

/// <summary>One machine for all tests of a fixture.</summary>
internal sealed class OneMachine(BoundedMachine machine) : IMachineSource
{
    public Task<Machine> CurrentAsync(CancellationToken cancellationToken) => Task.FromResult(machine.Machine);

    public Task FinishedAsync(string testId) => Task.CompletedTask;

    public ValueTask DisposeAsync() => machine.DisposeAsync();
}
