using SmolVM.Build.Tests.Infra;
using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Processes;
using SmolVM.Smolvm;
using SmolVM.Tests.FakeSmolvm;

namespace SmolVM.Build.Tests;

/// <summary>A machine that a person made with the <c>smolvm</c> program, here a fake of it, becomes a pack.</summary>
public sealed class PackFromVmTests : IDisposable
{
    readonly InstalledFake fake = new("1.9.3");
    readonly TestProject project = new();

    public PackFromVmTests()
    {
        project.Environment["SMOLVM_CLI"] = fake.Executable;
        project.Environment["SMOLVM_CACHE"] = Path.Combine(project.Root, "cache");
        project.Environment["SMOLVM_DATA_DIR"] = Path.Combine(project.Root, "data");
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        project.Dispose();
        fake.Dispose();
    }

    [Fact(Timeout = 300_000)]
    public async Task A_stopped_machine_is_packed_and_stays()
    {
        await SmolvmAsync("machine", "create", "--name", "box", "--image", "alpine:3.20", "--net");
        await SmolvmAsync("machine", "start", "--name", "box");
        await SmolvmAsync("machine", "exec", "--name", "box", "--", "/bin/sh", "-c", "echo kept > /kept");
        await SmolvmAsync("machine", "stop", "--name", "box");
        var before = fake.Calls.Count;

        var build = await project.BuildAsync("-t:SmolPackFromVm", "-p:SmolEngine=smolvm", "-p:SmolMachine=box");

        build.EnsureSuccess();
        var pack = Path.Combine(project.Folder, "bin/Debug/net10.0/smolpack/box.smolmachine");
        Assert.Contains($"app -> {pack}", build.Output, StringComparison.Ordinal);
        Assert.Equal("kept\n", await ReadAsync(pack, "/kept"));
        Assert.Equal([pack], Directory.GetFileSystemEntries(Path.GetDirectoryName(pack)!));
        await SmolvmAsync("machine", "start", "--name", "box");
        await Verify(RecordedCalls.Text([.. fake.Calls.Skip(before).SkipLast(1)], project.Root));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_machine_that_runs_is_refused_and_goes_on()
    {
        await SmolvmAsync("machine", "create", "--name", "box");
        await SmolvmAsync("machine", "start", "--name", "box");

        var build = await project.BuildAsync("-t:SmolPackFromVm", "-p:SmolEngine=smolvm", "-p:SmolMachine=box");

        Assert.Contains(
            "error SMOL0040: The machine 'box' is running, and smolvm packs stopped machines. Stop it: smolvm machine stop --name box",
            build.Output,
            StringComparison.Ordinal);
        Assert.Single(fake.LivingMachines);
    }

    [Fact(Timeout = 300_000)]
    public async Task A_machine_that_is_not_there_is_refused()
    {
        var build = await project.BuildAsync("-t:SmolPackFromVm", "-p:SmolEngine=smolvm", "-p:SmolMachine=nobody");

        Assert.Equal(1, build.ExitCode);
        Assert.Contains(
            "error SMOL0040: smolvm has no machine 'nobody'. Make one: it has none at all.", build.Output, StringComparison.Ordinal);
    }

    async Task SmolvmAsync(params string[] arguments)
    {
        var command = new Command([fake.Executable, .. arguments]) { Timeout = TimeSpan.FromMinutes(1) };
        (await new CommandRunner().RunAsync(command, Token)).EnsureSuccess();
    }

    /// <summary>Boots the pack and reads a file in it.</summary>
    async Task<string> ReadAsync(string pack, string path)
    {
        using var other = new InstalledFake("1.9.3");
        using var folder = new TemporaryDirectory();
        var settings = new SmolvmSettings
        {
            Cli = other.Executable,
            StateFolder = folder["state"],
            Environment = SmolvmEnvironment.Reduce(Environment.GetEnvironmentVariables()),
        };
        var engine = new SmolvmEngine(new CommandRunner(), settings, () => new Images.SmolCache(folder["cache"]), TimeProvider.System);
        await using var machine = await engine.StartAsync(new MachineOptions { Image = pack }, null, Token);
        return (await machine.ExecAsync(new GuestCommand("cat", path), null, Token)).EnsureSuccess().StandardOutput;
    }
}
