using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Processes;
using SmolVM.Tool.Tests;

namespace SmolVM.Smolvm.Tests;

/// <summary>
/// The engine with this tool as its program, given by path: its machines are real. A script stands before the tool only to write down what
/// is called.
/// </summary>
sealed class EngineOverTool : IAsyncDisposable
{
    public const int Timeout = 900_000;
    public const string Newest = "1.9.3";

    /// <summary>A lifetime in which a command begins for certain: it starts the tool, which looks for the machine first.</summary>
    public static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(30);

    const char WordEnd = '\x1f';
    const char CallEnd = '\x1e';

    // All engines here have one, as they have one cache: to one that knew its own owners alone the others' machines would be abandoned.
    static readonly TemporaryDirectory State = new();

    readonly TemporaryDirectory folder = new();

    static EngineOverTool() => AppDomain.CurrentDomain.ProcessExit += (_, _) => State.Dispose();

    /// <param name="version">The only one whose arguments the tool takes.</param>
    public EngineOverTool(string version)
    {
        Version = SmolvmVersion.Parse(version);
        File.WriteAllText(Executable, $$"""
            #!/bin/sh
            { printf '%s\037' "$@"; printf '\036'; } >> '{{folder["calls"]}}'
            exec '{{ToolProcess.Path}}' "$@"

            """.ReplaceLineEndings("\n"));
        File.SetUnixFileMode(Executable, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Engine = new(new CommandRunner(), Settings, () => new SmolCache(folder["cache"]), TimeProvider.System);
    }

    public static IEnumerable<TheoryDataRow<string>> Versions => Current;

    public static IEnumerable<TheoryDataRow<string>> Current => [new TheoryDataRow<string>(Newest).WithTrait("Category", "Stress")];

    public SmolvmEngine Engine { get; }

    public TemporaryDirectory Host => folder;

    public string Executable => folder["smolvm"];

    public SmolvmSettings Settings => new()
    {
        Cli = Executable,
        StateFolder = State.Path,
        Environment = SmolvmEnvironment.Reduce(Environment.GetEnvironmentVariables()),
    };

    public SmolvmCli Cli => new(new CommandRunner(), new SmolvmProgram(Executable, Version), Settings);

    /// <summary>What was called, executable left out.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Recorded =>
        [.. File.ReadAllText(folder["calls"]).Split(CallEnd)[..^1].Select(call => call.Split(WordEnd)[..^1])];

    /// <summary>The same as text, with what differs from run to run taken out.</summary>
    public string Calls => RecordedCalls.Text(Recorded, folder.Path);

    SmolvmVersion Version { get; }

    public Task<Machine> StartAsync(MachineOptions options) => Engine.StartAsync(options, null, TestContext.Current.CancellationToken);

    /// <summary>Machines that run.</summary>
    public async Task<IReadOnlyList<string>> LivingAsync() =>
        [.. (await OwnAsync()).Where(machine => machine.State == "running").Select(machine => machine.Name)];

    /// <summary>Machines that the tool still has of those that were made here.</summary>
    public async Task<IReadOnlyList<string>> LeftAsync() => [.. (await OwnAsync()).Select(machine => machine.Name)];

    public async ValueTask DisposeAsync()
    {
        // A test that fails may have left some.
        foreach (var name in File.Exists(folder["calls"]) ? Made() : [])
            await MachineEngines.Stored("qemu").DeleteAsync(name);
        folder.Dispose();
    }

    async Task<IEnumerable<SmolvmMachineInfo>> OwnAsync()
    {
        var made = Made();
        return (await Cli.ListAsync(TestContext.Current.CancellationToken)).Where(machine => made.Contains(machine.Name));
    }

    HashSet<string> Made() => [.. Recorded.Where(call => call is ["machine", "create", "--name", ..]).Select(call => call[3])];
}
