using System.Text;
using SmolVM.Processes;

namespace SmolVM.Build.Tests.Infra;

/// <summary>The real <c>dotnet</c> as a shell runs it in the foreground: with a process group of its own, which Ctrl-C goes to.</summary>
sealed class ForegroundDotnet : IAsyncDisposable
{
    const int Interrupt = 2;

    static readonly string[] OfThisRun = ["MSBUILD", "TESTINGPLATFORM", "SMOLVM_REQUIRED", "SMOLVM_KEEP", "SMOLVM_TRACE"];

    readonly IRunningCommand running;
    readonly StringBuilder said = new();
    readonly StringBuilder output = new();
    readonly Lock gate = new();
    readonly List<(string Text, TaskCompletionSource Seen)> awaited = [];

    ForegroundDotnet(Command command) => running = new CommandRunner().Start(command with
    {
        Output = (stream, token) => ReadAsync(stream, output, token),
        Error = (stream, token) => ReadAsync(stream, new StringBuilder(), token),
    });

    static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>All that it has said so far on both streams.</summary>
    public string Said
    {
        get
        {
            lock (gate)
                return said.ToString();
        }
    }

    /// <summary>What it has said on standard output alone.</summary>
    public string Output
    {
        get
        {
            lock (gate)
                return output.ToString();
        }
    }

    public static ForegroundDotnet Start(TestProject project, string input, params IReadOnlyList<string> arguments) =>
        new(Command(project, ["/usr/bin/setsid", "/usr/bin/env", "--default-signal=INT", "dotnet", .. arguments]) with
        {
            Input = (stream, token) => stream.WriteAsync(Encoding.UTF8.GetBytes(input), token).AsTask(),
        });

    /// <summary>At a terminal of this width, whose keys come from the function.</summary>
    public static ForegroundDotnet StartAtTerminal(
        TestProject project, int columns, Func<ForegroundDotnet, Stream, CancellationToken, Task> keys, string line)
    {
        ForegroundDotnet? terminal = null;
        var started = new TaskCompletionSource();
        terminal = new(Command(project, ["/usr/bin/script", "-qec", $"stty cols {columns} rows 30; {line}", "/dev/null"]) with
        {
            Input = async (stream, token) =>
            {
                await started.Task;
                await keys(terminal!, stream, token);
            },
        });
        started.SetResult();
        return terminal;
    }

    public async Task SaysAsync(string text)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            awaited.Add((text, seen));
            Look();
        }
        if (await Task.WhenAny(seen.Task, running.Completion).WaitAsync(Token) != seen.Task)
            throw new InvalidOperationException($"It ended and did not say '{text}', but:\n{Said}");
    }

    /// <summary>Waits for what it is to do, for four minutes, also if it has ended meanwhile: programs that it started may go on.</summary>
    public async Task WhileAsync(Task happens)
    {
        try
        {
            await happens.WaitAsync(TimeSpan.FromMinutes(4), Token);
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException($"It did not happen. {(running.Completion.IsCompleted ? "It ended" : "It runs")} and has said:\n{Said}", e);
        }
    }

    public void PressCtrlC() => Signals.SendToGroup(running.ProcessId, Interrupt);

    /// <summary>The signal of Ctrl-C to what <c>dotnet</c> has started alone, as one who cancels a test program by itself sends it.</summary>
    public void InterruptProgram() => Signals.Send(ProcessTree.Below(running.ProcessId)[0].Pid, Interrupt);

    public async Task<int> ExitAsync() => (await running.Completion.WaitAsync(Token)).ExitCode;

    public ValueTask DisposeAsync() => running.DisposeAsync();

    static Command Command(TestProject project, IReadOnlyList<string> argv)
    {
        var environment = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => OfThisRun.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .ToDictionary(name => name, _ => (string?)null);
        foreach (var (name, value) in project.Environment)
            environment[name] = value;
        environment["MSBUILDDISABLENODEREUSE"] = "1";
        environment["MSBUILDTERMINALLOGGER"] = "off";
        environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        return new Command(argv) { WorkingDirectory = project.Folder, Environment = environment, Timeout = TimeSpan.FromMinutes(8) };
    }

    async Task ReadAsync(Stream stream, StringBuilder alone, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream);
        var buffer = new char[4096];
        for (int count; (count = await reader.ReadAsync(buffer, cancellationToken)) > 0;)
            lock (gate)
            {
                said.Append(buffer, 0, count);
                alone.Append(buffer, 0, count);
                Look();
            }
    }

    void Look()
    {
        foreach (var (_, seen) in awaited.Where(one => said.ToString().Contains(one.Text, StringComparison.Ordinal)))
            seen.TrySetResult();
    }
}
