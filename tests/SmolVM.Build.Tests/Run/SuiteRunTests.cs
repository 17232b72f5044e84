using System.Xml.Linq;
using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests.Run;

/// <summary><c>dotnet test -p:SmolTest=true</c> with a real machine: as it would be on this computer, but not on it.</summary>
[Collection("Machines that run programs")]
public sealed class SuiteRunTests(SuiteRunTests.Built built) : IClassFixture<SuiteRunTests.Built>
{
    const int Limit = 540_000;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>A test project that was built for the host and for a machine.</summary>
    public sealed class Built : IAsyncLifetime
    {
        const string Tests = """
            using Xunit;

            public class Suite
            {
                [Fact]
                public void Passes()
                {
                    TestContext.Current.TestOutputHelper!.WriteLine($"in a machine {File.ReadAllText("/proc/cmdline").Contains("smol.")}");
                    TestContext.Current.AddAttachment("note", "what is attached");
                }

                [Fact]
                public void Fails() => Assert.Equal("expected", File.ReadAllText("data.txt"));

                [Fact(Skip = "not now")]
                public void Is_skipped() { }
            }

            public class Endless
            {
                [Fact]
                public async Task Waits()
                {
                    var results = Path.Combine(AppContext.BaseDirectory, "TestResults");
                    await File.WriteAllTextAsync(Path.Combine(results, "waits"), "");
                    try
                    {
                        await Task.Delay(-1, TestContext.Current.CancellationToken);
                    }
                    finally
                    {
                        await File.WriteAllTextAsync(Path.Combine(results, "was cancelled"), "");
                    }
                }
            }
            """;

        internal TestProject Project { get; } = new(
            """
            <PackageReference Include="xunit.v3" Version="3.2.2" />
            <None Include="data.txt" CopyToOutputDirectory="PreserveNewest" />
            """,
            """
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <TestingPlatformDotnetTestSupport>true</TestingPlatformDotnetTestSupport>
            <SmolTest>true</SmolTest>
            """);

        internal string Results => Path.Combine(Project.Folder, "bin/Debug/net10.0/TestResults");

        public async ValueTask InitializeAsync()
        {
            File.Delete(Path.Combine(Project.Folder, "Program.cs"));
            Project.Write("Suite.cs", Tests);
            Project.Write("data.txt", "of the project");
            Project.Write("global.json", """{ "test": { "runner": "Microsoft.Testing.Platform" } }""");
            // Attachments are written there, in the machine and then on the host.
            Project.Environment["TMPDIR"] = Directory.CreateDirectory(Path.Combine(Project.Root, "tmp")).FullName;
            (await Project.BuildAsync()).EnsureSuccess();
        }

        public ValueTask DisposeAsync()
        {
            Project.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Results_output_attachments_and_filters_are_as_on_the_host()
    {
        var results = Path.Combine(built.Project.Folder, "my results");

        await using var run = ForegroundDotnet.Start(
            built.Project, "", "test", "--no-build", "--results-directory", results, "--filter-class", "Suite",
            "--report-xunit-trx", "--report-xunit-trx-filename", "report.trx");

        Assert.Equal(2, await run.ExitAsync());
        Assert.Contains("total: 3\n  failed: 1\n  succeeded: 1\n  skipped: 1\n", run.Said, StringComparison.Ordinal);
        Assert.Contains("of the project", run.Said, StringComparison.Ordinal);
        Assert.Contains($"at Suite.Fails() in {built.Project.Folder}/Suite.cs:", run.Said, StringComparison.Ordinal);

        var report = XDocument.Load(Path.Combine(results, "report.trx"));
        Assert.Equal(
            ["Suite.Fails Failed", "Suite.Is_skipped NotExecuted", "Suite.Passes Passed"],
            report.Descendants(Trx + "UnitTestResult").Select(Outcome).Order());
        Assert.Contains("in a machine True", report.ToString(), StringComparison.Ordinal);
        var attachment = report.Descendants(Trx + "ResultFile").Single().Attribute("path")!.Value;
        Assert.Equal("what is attached", await File.ReadAllTextAsync(attachment, TestContext.Current.CancellationToken));
        Assert.Contains("/note.txt", run.Said, StringComparison.Ordinal);
        Assert.Empty(Leftovers.Of(built.Project));
    }

    [Trait("Category", "Stress")]
    [Fact(Timeout = Limit)]
    public async Task With_the_image_of_the_host_the_tests_run_where_and_as_they_were_built()
    {
        var results = Path.Combine(built.Project.Folder, "results of the host");

        await using var run = ForegroundDotnet.Start(
            built.Project, "", "test", "--no-build", "-p:SmolImage=host", "--results-directory", results, "--filter-class", "Suite",
            "--report-xunit-trx", "--report-xunit-trx-filename", "report.trx");

        Assert.True(await run.ExitAsync() == 2, run.Said);
        Assert.Contains("total: 3\n  failed: 1\n  succeeded: 1\n  skipped: 1\n", run.Said, StringComparison.Ordinal);
        Assert.Contains("in a machine True", await File.ReadAllTextAsync(Path.Combine(results, "report.trx"), Token), StringComparison.Ordinal);
        Assert.Empty(Leftovers.Of(built.Project));
    }

    [Trait("Category", "Stress")]
    [Fact(Timeout = Limit)]
    public async Task Several_projects_of_one_run_have_a_machine_each()
    {
        var project = built.Project;
        project.Write("../second/second.csproj", await File.ReadAllTextAsync(Path.Combine(project.Folder, "app.csproj"), Token));
        project.Write("../second/data.txt", "expected");
        project.Write("../second/Suite.cs", await File.ReadAllTextAsync(Path.Combine(project.Folder, "Suite.cs"), Token));
        // Not beside the project, which other tests name by its folder alone.
        project.Write(
            "../both/both.slnx",
            $"""<Solution><Project Path="../{Path.GetFileName(project.Folder)}/app.csproj" /><Project Path="../second/second.csproj" /></Solution>""");

        await using var run = ForegroundDotnet.Start(project, "", "test", "--solution", "../both/both.slnx", "--filter-class", "Suite");

        // The test that fails in the one passes in the other: each had its own directory, in a machine.
        Assert.Equal(2, await run.ExitAsync());
        Assert.Contains("total: 6\n  failed: 1\n  succeeded: 3\n  skipped: 2\n", run.Said, StringComparison.Ordinal);
        Assert.Empty(Leftovers.Of(project));
    }

    [Fact(Timeout = Limit)]
    [Trait("Category", "Stress")]
    public async Task A_signal_of_Ctrl_C_cancels_the_tests_in_order()
    {
        using var watcher = Watcher();
        var waits = Appears(watcher, "waits");
        var cancelled = Appears(watcher, "was cancelled");
        await using var run = ForegroundDotnet.Start(built.Project, "", "test", "--no-build", "--filter-class", "Endless");
        await run.WhileAsync(waits);

        run.InterruptProgram();

        await run.WhileAsync(cancelled);
        Assert.NotEqual(0, await run.ExitAsync());
        Assert.Empty(Leftovers.Of(built.Project));
    }

    [Fact(Timeout = Limit)]
    [Trait("Category", "Stress")]
    public async Task Ctrl_C_ends_dotnet_test_and_leaves_no_machine()
    {
        using var watcher = Watcher();
        var waits = Appears(watcher, "waits");
        await using var run = ForegroundDotnet.Start(built.Project, "", "test", "--no-build", "--filter-class", "Endless");
        await run.WhileAsync(waits);

        run.PressCtrlC();

        // dotnet does not wait for its test program, and one that was just telling it something dies of that: here as on the host.
        Assert.NotEqual(0, await run.ExitAsync());
        await run.WhileAsync(Leftovers.GoneAsync(built.Project));
    }

    static string Outcome(XElement test) => $"{test.Attribute("testName")!.Value} {test.Attribute("outcome")!.Value}";

    FileSystemWatcher Watcher()
    {
        Directory.CreateDirectory(built.Results);
        File.Delete(Path.Combine(built.Results, "waits"));
        File.Delete(Path.Combine(built.Results, "was cancelled"));
        return new FileSystemWatcher(built.Results) { EnableRaisingEvents = true };
    }

    static Task Appears(FileSystemWatcher watcher, string name)
    {
        var appeared = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, file) =>
        {
            if (file.Name == name)
                appeared.TrySetResult();
        };
        return appeared.Task.WaitAsync(TestContext.Current.CancellationToken);
    }
}
