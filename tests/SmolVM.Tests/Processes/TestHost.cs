using System.Globalization;
using SmolVM.Processes;

namespace SmolVM.Tests.Processes;

/// <summary>A process of SmolVM.Tests.Host, which uses the library and may be killed. It has said its line.</summary>
sealed class TestHost : IAsyncDisposable
{
    readonly IRunningCommand _running;
    readonly TaskCompletionSource _mayEnd;

    TestHost(IRunningCommand running, TaskCompletionSource mayEnd, string line)
    {
        _running = running;
        _mayEnd = mayEnd;
        Line = line;
    }

    public string Line { get; }

    public int Pid => _running.ProcessId;

    public static Command Command(params string[] arguments) =>
        new([Path.Combine(AppContext.BaseDirectory, "SmolVM.Tests.Host"), .. arguments]);

    public static Task<TestHost> StartAsync(params string[] arguments) => StartAsync(Command(arguments));

    public static async Task<TestHost> StartAsync(Command command)
    {
        var line = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Sh.Runner.Start(command with
        {
            Output = Sh.FirstLineTo(line),
            Input = (_, token) => mayEnd.Task.WaitAsync(token),
        });
        if (await Task.WhenAny(line.Task, running.Completion) != line.Task)
            Assert.Fail((await running.Completion).StandardError);
        return new TestHost(running, mayEnd, await line.Task);
    }

    /// <summary>The line as a process id.</summary>
    public int NamedPid => int.Parse(Line.Split(' ')[^1], CultureInfo.InvariantCulture);

    /// <summary>Signals that process alone, not its children.</summary>
    public Task<CommandResult> SignalAsync(int signal)
    {
        Signals.Send(Pid, signal);
        return _running.Completion.WaitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Lets it return from Main.</summary>
    public Task<CommandResult> EndAsync()
    {
        _mayEnd.TrySetResult();
        return _running.Completion.WaitAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _running.DisposeAsync();
}
