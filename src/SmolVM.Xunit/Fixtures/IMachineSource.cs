using SmolVM.Machines;

namespace SmolVM.Xunit.Fixtures;

/// <summary>The machine of a test: the same for all, or a copy for each.</summary>
internal interface IMachineSource : IAsyncDisposable
{
    /// <summary>The machine of the running test, or of the fixture where no test runs.</summary>
    Task<Machine> CurrentAsync(CancellationToken cancellationToken);

    /// <summary>A test is over: what was its alone may go.</summary>
    Task FinishedAsync(string testId);
}
