using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Processes;

namespace SmolVM.Smolvm.Tests;

/// <summary>The engine over an installed fake of its own, with a state and a cache of their own.</summary>
sealed class EngineOverFake : IAsyncDisposable
{
    public const int Timeout = 300_000;
    public const string Newest = "1.9.3";

    /// <summary>A lifetime in which a command begins for certain: it starts a process.</summary>
    public static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(10);

    readonly TemporaryDirectory folder = new();

    public EngineOverFake(string version, string faults = "")
    {
        Fake = new InstalledFake(version, faults);
        Engine = AnotherEngine();
    }

    public static IEnumerable<TheoryDataRow<string>> Versions =>
        [new("0.8.0"), new TheoryDataRow<string>("1.0.2").WithTrait("Category", "Stress"), new(Newest)];

    public static IEnumerable<TheoryDataRow<string>> Current => [new(Newest)];

    public InstalledFake Fake { get; }

    /// <summary>What was called, executable left out.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Recorded => Fake.Calls;

    public SmolvmEngine Engine { get; }

    public TemporaryDirectory Host => folder;

    public string Executable => Fake.Executable;

    public SmolvmSettings Settings => new()
    {
        Cli = Fake.Executable,
        StateFolder = folder["state"],
        Environment = SmolvmEnvironment.Reduce(Environment.GetEnvironmentVariables()),
    };

    public SmolvmCli Cli =>
        new(new CommandRunner(), new SmolvmProgram(Fake.Executable, SmolvmVersion.Parse(Fake.Version.ToString())), Settings);

    /// <summary>What was called, a line a call, with what differs from run to run taken out.</summary>
    public string Calls => RecordedCalls.Text(Fake.Calls, folder.Path);

    public SmolvmEngine AnotherEngine() =>
        new(new CommandRunner(), Settings, () => new SmolCache(folder["cache"]), TimeProvider.System);

    public Task<Machine> StartAsync(MachineOptions options) => Engine.StartAsync(options, null, TestContext.Current.CancellationToken);

    /// <summary>Waits until a machine is being started; nothing tells it but a look.</summary>
    public async Task StartsAsync()
    {
        while (Fake.LivingMachines.Count == 0)
            await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    /// <summary>Machines that run.</summary>
    public Task<IReadOnlyList<string>> LivingAsync() =>
        Task.FromResult<IReadOnlyList<string>>([.. Fake.LivingMachines.Select(pid => $"process {pid}")]);

    /// <summary>Machines that the fake knows, and processes that it has forgotten.</summary>
    public async Task<IReadOnlyList<string>> LeftAsync() =>
    [
        .. (await Cli.ListAsync(TestContext.Current.CancellationToken)).Select(machine => machine.Name),
        .. await LivingAsync(),
    ];

    public ValueTask DisposeAsync()
    {
        Fake.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
