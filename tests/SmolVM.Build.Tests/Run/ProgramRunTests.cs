using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests.Run;

/// <summary><c>dotnet run -p:SmolRun=true</c> with real machines, by somebody who would notice that it is not this computer.</summary>
[Collection("Machines that run programs")]
public sealed class ProgramRunTests(ProgramRunTests.Built built) : IClassFixture<ProgramRunTests.Built>
{
    const int Limit = 400_000;

    /// <summary>A program that was built for the host and for a machine.</summary>
    public sealed class Built : IAsyncLifetime
    {
        const string Program = """
            Console.WriteLine($"{args.Length} arguments: {string.Join("|", args)}");
            Console.WriteLine($"in {Environment.CurrentDirectory}, COLOUR {Environment.GetEnvironmentVariable("COLOUR")}");
            Console.WriteLine($"of {Environment.ProcessPath}, in a machine {File.ReadAllText("/proc/cmdline").Contains("smol.")}");
            if (args[0] == "say")
            {
                File.WriteAllText("written", "by the guest");
                Console.Error.WriteLine("an error");
                Console.WriteLine($"heard {Console.In.ReadToEnd()}");
                return 7;
            }
            Console.CancelKeyPress += (_, e) =>
            {
                e.Cancel = true;
                Console.WriteLine("was interrupted");
                if (args[0] == "wait")
                    Environment.Exit(9);
            };
            Console.WriteLine($"waits, {(Console.IsOutputRedirected ? "no terminal" : $"{Console.WindowWidth} columns")}");
            Thread.Sleep(-1);
            return 0;
            """;

        internal TestProject Project { get; } = new(
            """<SmolEnv Include="COLOUR=red" />""", "<ImplicitUsings>enable</ImplicitUsings><SmolRun>true</SmolRun>");

        public async ValueTask InitializeAsync()
        {
            Project.Write("Program.cs", Program);
            (await Project.BuildAsync()).EnsureSuccess();
        }

        public ValueTask DisposeAsync()
        {
            Project.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    [Fact(Timeout = Limit)]
    public async Task A_program_has_its_arguments_streams_directory_and_exit_code()
    {
        var project = built.Project;

        await using var run = ForegroundDotnet.Start(
            project, "some input", "run", "--no-build", "-e", "COLOUR=blue", "--", "say", "a b", "\"q\" \\");

        Assert.Equal(7, await run.ExitAsync());
        Assert.Contains("an error", run.Said, StringComparison.Ordinal);
        Assert.Equal(
            $"""
            3 arguments: say|a b|"q" \
            in {project.Folder}, COLOUR blue
            of {project.Folder}/bin/Debug/net10.0/app, in a machine True
            heard some input

            """,
            run.Output);
        Assert.DoesNotContain("an error", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(project.Folder, "written")));
        Assert.Empty(Leftovers.Of(project));
    }

    [Fact(Timeout = Limit)]
    public async Task Ctrl_C_reaches_the_program_whose_exit_code_counts()
    {
        await using var run = ForegroundDotnet.Start(built.Project, "", "run", "--no-build", "--", "wait");
        await run.SaysAsync("waits, no terminal");

        run.PressCtrlC();

        Assert.Equal(9, await run.ExitAsync());
        Assert.Contains("was interrupted", run.Said, StringComparison.Ordinal);
        Assert.Empty(Leftovers.Of(built.Project));
    }

    [Fact(Timeout = Limit)]
    [Trait("Category", "Stress")]
    public async Task A_second_Ctrl_C_ends_the_machine_of_a_program_that_goes_on()
    {
        await using var run = ForegroundDotnet.Start(built.Project, "", "run", "--no-build", "--", "go on");
        await run.SaysAsync("waits, no terminal");
        run.PressCtrlC();
        await run.SaysAsync("was interrupted");

        run.PressCtrlC();

        Assert.Equal(130, await run.ExitAsync());
        Assert.Empty(Leftovers.Of(built.Project));
    }

    [Fact(Timeout = Limit)]
    public async Task At_a_terminal_the_program_has_one_too_and_its_keys()
    {
        await using var run = ForegroundDotnet.StartAtTerminal(
            built.Project,
            columns: 101,
            async (terminal, keys, token) =>
            {
                await terminal.SaysAsync("waits, 101 columns");
                await keys.WriteAsync("\x03"u8.ToArray(), token);
                await keys.FlushAsync(token);
            },
            "dotnet run --no-build -- wait; code=$?; stty -a; exit $code");

        Assert.Equal(9, await run.ExitAsync());
        Assert.Contains("was interrupted", run.Said, StringComparison.Ordinal);
        // As it was before.
        Assert.Contains(" icanon", run.Said, StringComparison.Ordinal);
        Assert.Empty(Leftovers.Of(built.Project));
    }

    [Fact(Timeout = Limit)]
    [Trait("Category", "Stress")]
    public async Task With_the_image_of_the_host_the_program_runs_where_and_as_it_was_built()
    {
        var run = await built.Project.RunAsync(["run", "--no-build", "-p:SmolImage=host", "--", "say"]);

        Assert.Equal(7, run.ExitCode);
        Assert.Contains($"of {built.Project.Folder}/bin/Debug/net10.0/app, in a machine True", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(built.Project.Folder, "written")));
    }

    [Fact(Timeout = Limit)]
    [Trait("Category", "Stress")]
    public async Task What_is_written_to_a_writable_project_is_there_afterwards()
    {
        var file = Path.Combine(built.Project.Folder, "written");

        var run = await built.Project.RunAsync(["run", "--no-build", "-p:SmolProjectWritable=true", "--", "say"]);

        Assert.Equal(7, run.ExitCode);
        Assert.Equal("by the guest", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        File.Delete(file);
    }
}
