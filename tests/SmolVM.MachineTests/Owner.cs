using SmolVM.Processes;

namespace SmolVM.MachineTests;

/// <summary>Another process (SmolVM.Tests.Host, mode <c>run-machine</c>) that owns a machine and may be killed.</summary>
sealed class Owner : IAsyncDisposable
{
    readonly TaskCompletionSource line = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly IRunningCommand running;

    Owner(string[] arguments, string trace = "") => running = new CommandRunner().Start(
        // A shell that runs the tests in the background, or nohup, has them and their children ignore these.
        new Command(["env", "--default-signal=INT,HUP", Program, "run-machine", .. arguments])
        {
            Environment = new Dictionary<string, string?> { ["SMOLVM_TRACE"] = trace },
            Output = ReadAsync,
            Input = (_, token) => mayEnd.Task.WaitAsync(token),
        });

    static string Program => Path.Combine(AppContext.BaseDirectory, "SmolVM.Tests.Host");

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public int ProcessId => running.ProcessId;

    public static Owner Start(params string[] arguments) => new(arguments);

    /// <summary>One that says on standard error how long the steps of its start take.</summary>
    public static Owner Traced(params string[] arguments) => new(arguments, trace: "1");

    /// <summary>Waits until its machine runs.</summary>
    public async Task<Hypervisor> ReadyAsync(string name)
    {
        if (await Task.WhenAny(line.Task, running.Completion).WaitAsync(Token) != line.Task)
            Assert.Fail((await running.Completion).StandardError);
        return Hypervisor.Of(name);
    }

    /// <summary>Signals that process alone, not its children, and waits for its end.</summary>
    public Task<CommandResult> SignalAsync(int signal)
    {
        Signals.Send(ProcessId, signal);
        return running.Completion.WaitAsync(Token);
    }

    /// <summary>Lets it dispose its machine and return from Main.</summary>
    public Task<CommandResult> EndAsync()
    {
        mayEnd.TrySetResult();
        return running.Completion.WaitAsync(Token);
    }

    public ValueTask DisposeAsync() => running.DisposeAsync();

    async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream);
        if (await reader.ReadLineAsync(cancellationToken) is not null)
            line.TrySetResult();
        await reader.ReadToEndAsync(cancellationToken);
    }
}
