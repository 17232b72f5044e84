using System.Threading.Channels;
using SmolVM.Processes;

namespace SmolVM.Xunit.Tests.Infra;

/// <summary>A run of a test project that a test follows and ends.</summary>
sealed class RunningSuite : IAsyncDisposable
{
    readonly Channel<string> lines = Channel.CreateUnbounded<string>();
    readonly IRunningCommand running;

    RunningSuite(Command command) => running = new CommandRunner().Start(command with { Output = ReadAsync, Error = ReadAsync });

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static RunningSuite Start(
        ChildProject project, IReadOnlyDictionary<string, string?> environment, params IReadOnlyList<string> arguments) =>
        new(Dotnet.Command(project.Folder, project.Surroundings(environment), [project.Program, "-noColor", .. arguments]));

    /// <summary><c>dotnet test</c>, which starts the test host.</summary>
    public static RunningSuite StartDotnetTest(ChildProject project, params IReadOnlyList<string> arguments) => new(Dotnet.Command(
        project.Folder,
        project.Surroundings(new Dictionary<string, string?>()),
        ["dotnet", "test", "--no-build", .. arguments]));

    /// <summary>Waits for a line of either stream that holds a text.</summary>
    public async Task<string> SaysAsync(string text)
    {
        var seen = new List<string>();
        _ = running.Completion.ContinueWith(_ => lines.Writer.TryComplete(), TaskScheduler.Default);
        await foreach (var line in lines.Reader.ReadAllAsync(Token))
        {
            seen.Add(line);
            if (line.Contains(text, StringComparison.Ordinal))
                return line;
        }
        throw new InvalidOperationException($"It ended and did not say '{text}', but:\n{string.Join('\n', seen)}");
    }

    /// <summary>Waits for the first hypervisor; nothing tells its start but a look.</summary>
    /// <returns>The test host that started it.</returns>
    public async Task<ProcessStat> BootsAsync(ChildProject project)
    {
        while (true)
        {
            if (Leftovers.Hypervisors(project) is [var hypervisor, ..])
                return Leftovers.HostOf(hypervisor, project);
            Assert.False(running.Completion.IsCompleted);
            await Task.Delay(1, Token);
        }
    }

    /// <summary>Signals that process alone, not its children, and waits for its end.</summary>
    public Task<CommandResult> SignalAsync(int signal)
    {
        Signals.Send(running.ProcessId, signal);
        return running.Completion.WaitAsync(Token);
    }

    /// <summary>Waits for its end.</summary>
    public Task<CommandResult> EndAsync() => running.Completion.WaitAsync(Token);

    public ValueTask DisposeAsync() => running.DisposeAsync();

    async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
            lines.Writer.TryWrite(line);
    }
}
