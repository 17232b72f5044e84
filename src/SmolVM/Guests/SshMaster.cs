using System.Text;
using SmolVM.Processes;

namespace SmolVM.Guests;

/// <summary>A connection to a guest, which stands while commands come and go. It ends with us: it reads a pipe that we hold.</summary>
internal sealed class SshMaster : IAsyncDisposable
{
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    readonly HeldStream input = new();
    readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly IRunningCommand running;

    SshMaster(ICommandRunner runner, SshTarget target)
    {
        Target = target;
        var marker = $"smolvm-ready-{Guid.NewGuid():N}";
        running = runner.Start(new Command(SshArgv.Master(target, marker))
        {
            Input = input.HoldAsync,
            Output = (stream, token) => WaitForAsync(marker, stream, token),
            DiesWithParent = true,
        });
    }

    public SshTarget Target { get; }

    public bool HasEnded => running.Completion.IsCompleted;

    public static async Task<SshMaster> ConnectAsync(ICommandRunner runner, SshTarget target, CancellationToken cancellationToken)
    {
        var master = new SshMaster(runner, target);
        try
        {
            await master.ReadyAsync(cancellationToken);
            return master;
        }
        catch
        {
            await master.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The remote end of its input ends it in order.
        await input.DisposeAsync();
        await ((Task)running.Completion).WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await running.DisposeAsync();
        // A client that is killed leaves its socket.
        File.Delete(Target.ControlPath);
    }

    async Task ReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await Task.WhenAny(ready.Task, running.Completion).WaitAsync(Deadline, cancellationToken) == ready.Task)
                return;
        }
        catch (TimeoutException e)
        {
            throw new GuestLostException($"{Where} did not answer within {Deadline.TotalSeconds:0} s. Look at the guest's console.", e);
        }
        var result = await running.Completion;
        throw new GuestLostException(
            $"{Where} could not be reached: {result.StandardError.Trim()} (ssh ended with {result.ExitCode}). See the guest's console.");
    }

    async Task WaitForAsync(string marker, Stream stream, CancellationToken cancellationToken)
    {
        // A login script of the guest may speak first.
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
            if (line.EndsWith(marker, StringComparison.Ordinal))
                ready.TrySetResult();
    }

    string Where => $"The guest's SSH server at {Target.Host}:{Target.Port}";
}
