using System.Text.Json;
using SmolVM.Packages.Tests.Infra;

namespace SmolVM.Packages.Tests;

/// <summary>From <c>dotnet new console</c> and one package reference to a pack that boots.</summary>
public sealed class BuildPackageTests(BuildPackageTests.Packed packed) : IClassFixture<BuildPackageTests.Packed>
{
    /// <summary>A stranger's program, packed.</summary>
    public sealed class Packed(PackedPackages packages) : IAsyncLifetime
    {
        const string Provision = """
              <ItemGroup>
                <SmolProvision Include='cp -r "$SMOL_PUBLISH_DIR" /opt/app' />
              </ItemGroup>
            """;

        internal Stranger Stranger { get; } = new(packages);

        internal ShellResult Build { get; private set; } = null!;

        internal string Pack => Stranger["app/bin/Debug/net10.0/smolpack/app.smolmachine"];

        public async ValueTask InitializeAsync()
        {
            (await Stranger.NewAsync("console", "-o", "app", "--no-restore")).EnsureSuccess();
            (await Stranger.DotnetAsync("app", "add", "package", "SmolVM.Build", "--prerelease")).EnsureSuccess();
            Stranger.Extend("app/app.csproj", Provision);
            Build = (await Stranger.DotnetAsync("app", "build", "-t:SmolPack", "-v:normal")).EnsureSuccess();
        }

        public ValueTask DisposeAsync()
        {
            Stranger.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public void The_build_says_where_the_pack_is()
    {
        Assert.Contains($"app -> {packed.Pack}", packed.Build.Output, StringComparison.Ordinal);
        Assert.Contains("0 Warning(s)", packed.Build.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(packed.Pack));
    }

    [Fact(Timeout = 600_000)]
    public async Task The_sample_RunPack_boots_it_with_the_package_SmolVM()
    {
        var stranger = packed.Stranger;
        var program = Repository.Path("samples/RunPack/bin/Debug/net10.0/RunPack.dll");
        var built = await Shell.RunAsync(
            Repository.Root, stranger.Environment, "dotnet", "build", "samples/RunPack", "-c", "Debug", "-v", "quiet");
        built.EnsureSuccess();

        var run = await stranger.DotnetAsync("app", program, packed.Pack, "/bin/sh", "-c", "/opt/app/app; uname -r; exit 3");

        Assert.Equal(3, run.ExitCode);
        Assert.Matches(@"\AHello, World!\n\d+\.\d+\.\d+\S*\n\z", run.Output);
        Assert.Matches("engine qemu: .+", run.Error);
    }

    [Fact(Timeout = 600_000)]
    public async Task The_program_runs_in_a_machine()
    {
        var run = await packed.Stranger.DotnetAsync("app", "run", "-p:SmolRun=true");

        Assert.Equal("Hello, World!\n", run.EnsureSuccess().Output);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_machine_goes_on_between_builds()
    {
        (await packed.Stranger.DotnetAsync("app", "build", "-t:SmolUp")).EnsureSuccess();

        var said = await packed.Stranger.DotnetAsync("app", "build", "-t:SmolExec", "-p:SmolCommand=ls Program.cs");
        var down = await packed.Stranger.DotnetAsync("app", "build", "-t:SmolDown");

        Assert.Contains("Program.cs\n", said.EnsureSuccess().Output, StringComparison.Ordinal);
        Assert.Contains(" is deleted", down.EnsureSuccess().Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 600_000)]
    public async Task Nothing_of_the_package_reaches_the_program()
    {
        (await packed.Stranger.DotnetAsync("app", "build", "-v", "quiet")).EnsureSuccess();

        var files = Directory.GetFiles(packed.Stranger["app/bin/Debug/net10.0"]).Select(Path.GetFileName).Order(StringComparer.Ordinal);

        Assert.Equal(["app", "app.deps.json", "app.dll", "app.pdb", "app.runtimeconfig.json"], files);
        Assert.DoesNotContain("SmolVM", File.ReadAllText(packed.Stranger["app/bin/Debug/net10.0/app.deps.json"]));
    }

    [Fact(Timeout = 600_000)]
    public async Task The_pages_of_the_errors_are_where_the_errors_point_to()
    {
        var asked = await packed.Stranger.DotnetAsync("app", "build", "-getProperty:SmolErrorPages,SmolTasksAssembly");

        var properties = JsonDocument.Parse(asked.EnsureSuccess().Output).RootElement.GetProperty("Properties");
        Assert.StartsWith(packed.Stranger["cache"], properties.GetProperty("SmolTasksAssembly").GetString()!);
        Assert.True(File.Exists(properties.GetProperty("SmolTasksAssembly").GetString()));
        Assert.True(File.Exists(Path.Combine(properties.GetProperty("SmolErrorPages").GetString()!, "SMOL0040.md")));
    }

    [Fact(Timeout = 600_000)]
    public async Task A_host_without_QEMU_is_told_what_to_install()
    {
        var environment = new Dictionary<string, string?>(packed.Stranger.Environment)
        {
            ["PATH"] = Path.GetFullPath("../../..", Path.GetDirectoryName(typeof(object).Assembly.Location)!),
        };

        // Another argument: a pack that is up to date needs no engine.
        var build = await Shell.RunAsync(packed.Stranger["app"], environment, "dotnet", "build", "-t:SmolPack", "-p:SmolCpus=1");

        Assert.Equal(1, build.ExitCode);
        Assert.Contains("error SMOL0003", build.Output, StringComparison.Ordinal);
        Assert.Contains("apt-get install qemu-system-x86", build.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_project_with_several_target_frameworks_has_the_targets_too()
    {
        var project = packed.Stranger["several/several.csproj"];
        Directory.CreateDirectory(packed.Stranger["several"]);
        File.WriteAllText(
            project,
            File.ReadAllText(packed.Stranger["app/app.csproj"]).Replace("TargetFramework>", "TargetFrameworks>", StringComparison.Ordinal));
        (await packed.Stranger.DotnetAsync("several", "restore")).EnsureSuccess();

        var targets = await packed.Stranger.DotnetAsync("several", "msbuild", "-targets");

        Assert.Contains("SmolPack", targets.EnsureSuccess().Output.Split('\n', StringSplitOptions.TrimEntries));
    }
}
