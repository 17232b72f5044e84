using System.Text.Json;
using SmolVM.Build.Tests.Infra;
using SmolVM.Guests;
using SmolVM.Machines;

namespace SmolVM.Build.Tests;

/// <summary>The main job with a real machine, once for all of these.</summary>
public sealed class PackTests(PackTests.Packed packed) : IClassFixture<PackTests.Packed>
{
    /// <summary>A project that was packed, with the log of the build.</summary>
    public sealed class Packed : IAsyncLifetime
    {
        const string Items = """
            <SmolProvision Include='mkdir /opt/app &amp;&amp; cp -r "$SMOL_PUBLISH_DIR/." /opt/app' />
            <SmolProvision Include="smoke-run" Command='/opt/app/$SMOL_ASSEMBLY_NAME; cat notes.txt' />
            <SmolProvision Include='echo "$COLOUR" > /opt/colour &amp;&amp; echo gone > "$SMOL_PROJECT_DIR/notes.txt"' />
            <SmolEnv Include="COLOUR" Value="red;green" />
            """;

        internal TestProject Project { get; } = new(Items);

        internal string Log { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Project.Write("notes.txt", "seen in the machine\n");
            var build = await Project.BuildAsync("-t:SmolPack", "-v:diagnostic");
            build.EnsureSuccess();
            Log = build.Output;
        }

        public ValueTask DisposeAsync()
        {
            Project.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public void The_log_has_the_pack_the_engine_its_argv_and_what_the_commands_said()
    {
        Assert.Contains($"app -> {packed.Project.Pack}", packed.Log, StringComparison.Ordinal);
        Assert.Matches("engine qemu: .+", packed.Log);
        Assert.Contains("qemu-system-x86_64", packed.Log, StringComparison.Ordinal);
        // What Leftovers looks for is in the argv of a machine.
        Assert.Contains($"path={packed.Project.RunDirectory}", packed.Log, StringComparison.Ordinal);
        Assert.Contains("Hello from ", packed.Log, StringComparison.Ordinal);
        Assert.Contains("seen in the machine", packed.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_commands_wrote_to_the_project_stays_in_the_machine() =>
        Assert.Equal("seen in the machine\n", File.ReadAllText(Path.Combine(packed.Project.Folder, "notes.txt")));

    [Fact]
    public void Nothing_is_left_of_the_machine() => Assert.Empty(Leftovers.Of(packed.Project));

    [Fact(Timeout = 600_000)]
    public async Task The_pack_boots_without_the_project_and_has_what_was_installed()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var (engine, _) = await MachineEngines.ChooseAsync(cancellationToken: cancellationToken);
        await using var machine = await engine.StartAsync(new MachineOptions { Image = packed.Project.Pack }, null, cancellationToken);

        var program = await machine.ExecAsync(new GuestCommand("/opt/app/app"), null, cancellationToken);
        var colour = await machine.ExecAsync("cat /opt/colour", cancellationToken);
        var project = await machine.ExecAsync("ls /workspace", cancellationToken);

        Assert.StartsWith("Hello from ", program.EnsureSuccess().StandardOutput, StringComparison.Ordinal);
        Assert.Equal("red;green\n", colour.EnsureSuccess().StandardOutput);
        Assert.Equal("", project.StandardOutput);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_pack_that_is_up_to_date_is_left_alone_until_an_argument_changes()
    {
        var project = packed.Project;
        var written = File.GetLastWriteTimeUtc(project.Pack);

        var second = await project.BuildAsync("-t:SmolPack", "-v:normal");
        second.EnsureSuccess();
        Assert.Contains("Skipping target \"_SmolPackCore\" because all output files are up-to-date", second.Output);
        Assert.Contains($"app -> {project.Pack}", second.Output, StringComparison.Ordinal);
        Assert.Equal(written, File.GetLastWriteTimeUtc(project.Pack));

        var result = await project.BuildAsync("-t:SmolPack", "-getTargetResult:SmolPack");
        result.EnsureSuccess();
        Assert.Equal(project.Pack, PackOf(result.Output));

        // A value that is refused shows that it ran again, and costs no machine.
        var changed = await project.BuildAsync("-t:SmolPack", "-p:SmolCpus=none");
        Assert.Contains("SMOL0040", changed.Output, StringComparison.Ordinal);
        Assert.Equal(written, File.GetLastWriteTimeUtc(project.Pack));
    }

    static string? PackOf(string json) => JsonDocument.Parse(json).RootElement
        .GetProperty("TargetResults").GetProperty("SmolPack").GetProperty("Items")[0].GetProperty("FullPath").GetString();
}
