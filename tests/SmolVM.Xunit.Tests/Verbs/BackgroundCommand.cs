using SmolVM.Guests;

namespace SmolVM.Xunit.Tests.Verbs;

/// <summary>A program that runs in the guest beside a test and ends with it.</summary>
sealed class BackgroundCommand : IAsyncDisposable
{
    readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    readonly Task<ExecResult> running;

    public BackgroundCommand(SmolVm vm, string line) => running = vm.ExecAsync(line, stop.Token);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }
}
