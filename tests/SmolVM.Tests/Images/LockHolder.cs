using SmolVM.Processes;
using SmolVM.Tests.Processes;

namespace SmolVM.Tests.Images;

/// <summary>Another process that holds a lock of the cache until it is killed.</summary>
sealed class LockHolder : IAsyncDisposable
{
    readonly IRunningCommand _running;

    LockHolder(IRunningCommand running) => _running = running;

    public static async Task<LockHolder> StartAsync(string path)
    {
        var held = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Sh.Runner.Start(
            new Command("flock", "--no-fork", path, "sh", "-c", "echo held; exec sleep 60") { Output = Sh.FirstLineTo(held) });
        await held.Task.WaitAsync(TestContext.Current.CancellationToken);
        return new LockHolder(running);
    }

    public void Kill() => _running.Kill();

    public ValueTask DisposeAsync() => _running.DisposeAsync();
}
