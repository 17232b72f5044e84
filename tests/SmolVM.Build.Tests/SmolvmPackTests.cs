using SmolVM.Build.Tests.Infra;
using SmolVM.Guests;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Processes;
using SmolVM.Smolvm;
using SmolVM.Tests.FakeSmolvm;

namespace SmolVM.Build.Tests;

/// <summary>
/// The main job through the smolvm engine, over a fake of the program that runs real commands: the project is the same for all.
/// </summary>
public sealed class SmolvmPackTests
{
    const string Items = """
        <SmolProvision Include='mkdir /opt/app &amp;&amp; cp -r "$SMOL_PUBLISH_DIR/." /opt/app' />
        <SmolProvision Include="smoke-run" Command='/opt/app/$SMOL_ASSEMBLY_NAME; cat notes.txt' />
        <SmolProvision Include='echo "$COLOUR" > /opt/colour &amp;&amp; echo gone > "$SMOL_PROJECT_DIR/notes.txt"' />
        <SmolEnv Include="COLOUR" Value="red;green" />
        """;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 900_000)]
    [InlineData("0.8.0", true, Traits = ["Category", "Stress"])]
    [InlineData("1.0.2", true, Traits = ["Category", "Stress"])]
    [InlineData("1.9.3", false)]
    public async Task A_project_is_packed_by_this_version(string version, bool network)
    {
        using var fake = new InstalledFake(version);
        using var project = Project(fake);

        var build = await project.BuildAsync("-t:SmolPack", "-p:SmolEngine=smolvm", $"-p:SmolNet={network}", "-v:normal");

        build.EnsureSuccess();
        Assert.Contains($"engine smolvm: smolvm {version}", build.Output, StringComparison.Ordinal);
        Assert.Contains("Hello from ", build.Output, StringComparison.Ordinal);
        Assert.Contains("seen in the machine", build.Output, StringComparison.Ordinal);
        Assert.Equal("seen in the machine\n", await File.ReadAllTextAsync(Path.Combine(project.Folder, "notes.txt"), Token));
        Assert.Empty(fake.LivingMachines);
        await Verify(RecordedCalls.Text(fake.Calls, project.Root));
        Assert.Equal("Hello from red;green\n", await RunAsync(project.Pack, network));
    }

    // The rest of a pack for such a guest has to be made where one runs, which is not here.
    [Fact(Timeout = 240_000)]
    public async Task The_program_is_published_for_the_architecture_of_the_guest()
    {
        const int Arm64 = 183;
        using var project = new TestProject();

        var build = await project.BuildAsync("-t:_SmolPublish", "-p:_SmolGuestArchitecture=Arm64", "-p:SmolEngine=smolvm");

        build.EnsureSuccess();
        var program = await File.ReadAllBytesAsync(Path.Combine(project.Folder, "obj/Debug/net10.0/smolpack/publish/app"), Token);
        Assert.Equal(Arm64, BitConverter.ToUInt16(program, 18));
    }

    [Fact(Timeout = 900_000)]
    public async Task A_version_that_would_lose_layers_with_a_closed_network_is_refused_before_anything_starts()
    {
        using var fake = new InstalledFake("0.8.0");
        using var project = Project(fake);

        var build = await project.BuildAsync("-t:SmolPack", "-p:SmolEngine=smolvm");

        Assert.NotEqual(0, build.ExitCode);
        await Verify(build.Errors(project));
        Assert.Empty(fake.LivingMachines);
        Assert.False(File.Exists(project.Pack));
    }

    static TestProject Project(InstalledFake fake)
    {
        var project = new TestProject(Items);
        project.Write("notes.txt", "seen in the machine\n");
        project.Environment["SMOLVM_CLI"] = fake.Executable;
        project.Environment["SMOLVM_CACHE"] = Path.Combine(project.Root, "cache");
        project.Environment["SMOLVM_DATA_DIR"] = Path.Combine(project.Root, "data");
        return project;
    }

    /// <summary>Boots the pack without the project, by a newer version, and runs what was installed.</summary>
    static async Task<string> RunAsync(string pack, bool network)
    {
        using var fake = new InstalledFake("1.9.3");
        using var folder = new TemporaryDirectory();
        var settings = new SmolvmSettings
        {
            Cli = fake.Executable,
            StateFolder = folder["state"],
            Environment = SmolvmEnvironment.Reduce(Environment.GetEnvironmentVariables()),
        };
        var engine = new SmolvmEngine(new CommandRunner(), settings, () => new SmolCache(folder["cache"]), TimeProvider.System);
        await using var machine = await engine.StartAsync(new MachineOptions { Image = pack, Network = network }, null, Token);
        var run = await machine.ExecAsync(GuestCommand.Shell("/opt/app/app | cut -c 1-11 | tr -d '\\n'; cat /opt/colour"), null, Token);
        return run.EnsureSuccess().StandardOutput;
    }
}
