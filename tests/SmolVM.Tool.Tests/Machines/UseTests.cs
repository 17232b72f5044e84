using System.Text.Json;
using SmolVM.Processes;

namespace SmolVM.Tool.Tests.Machines;

/// <summary>What a shell does with a machine that runs.</summary>
public sealed class UseTests(StartedMachine machine) : IClassFixture<StartedMachine>
{
    [Fact(Timeout = 300_000)]
    public async Task Exec_has_the_streams_and_the_exit_code_of_the_guest()
    {
        var said = await machine.ExecAsync("sh", "-c", "echo out; echo err >&2; exit 7");

        Assert.Equal(new Said(7, "out\n", "err\n"), said);
    }

    [Fact(Timeout = 300_000)]
    public async Task Exec_hands_input_on_when_it_is_asked_to()
    {
        string[] exec = ["machine", "exec", "--name", machine.Name];

        var without = await ToolProcess.RunAsync([.. exec, "--", "cat"], "typed");
        var with = await ToolProcess.RunAsync([.. exec, "-i", "--", "cat"], "typed");

        Assert.Equal(("", "typed"), (without.Succeeded(), with.Succeeded()));
    }

    [Fact(Timeout = 300_000)]
    public async Task Exec_has_the_machines_variables_and_its_own_and_starts_where_it_is_told()
    {
        var said = await machine.ExecAsync("-e", "OWN=1", "-w", "/workspace", "sh", "-c", "echo $GREETING $OWN; pwd");

        Assert.Equal("hello 1\n/workspace\n", said.Succeeded());
    }

    [Fact(Timeout = 300_000)]
    public async Task A_death_by_signal_a_time_out_and_a_missing_program_have_the_codes_of_a_shell()
    {
        var killed = await machine.ExecAsync("sh", "-c", "kill -KILL $$");
        var late = await machine.ExecAsync("--timeout", "500ms", "sleep", "60");
        var missing = await machine.ExecAsync("no-such-program");

        Assert.Equal((137, 124, 127), (killed.ExitCode, late.ExitCode, missing.ExitCode));
        Assert.StartsWith("Error: 'sleep 60' took longer than", late.Error);
        Assert.StartsWith("Error: The guest has no program 'no-such-program'.", missing.Error);
    }

    [Fact(Timeout = 300_000)]
    public async Task What_runs_detached_goes_on_when_the_command_is_over()
    {
        var begun = await machine.ExecAsync("-d", "--", "sleep", "1000");

        // What starts it becomes it in a moment of its own.
        var seen = await machine.ExecAsync(
            "--timeout", "60s", "sh", "-c", $"until grep -x sleep /proc/{begun.Succeeded().Trim()}/comm; do sleep 0.1; done");

        Assert.Equal("sleep\n", seen.Succeeded());
    }

    // Some of sixty failed before what a login writes was relayed.
    [Trait("Category", "Stress")]
    [Fact(Timeout = 900_000)]
    public async Task Logins_that_read_a_mounted_file_go_on_after_it()
    {
        var ssh = (await ToolProcess.RunAsync("machine", "ssh", "--name", machine.Name, "--print")).Succeeded().Trim();
        var logins = new Command("sh", "-c", $"for i in $(seq 60); do {ssh} 'cat /workspace/file; echo more' </dev/null || exit; done");

        var said = (await new CommandRunner().RunAsync(logins, TestContext.Current.CancellationToken)).EnsureSuccess();

        Assert.Equal(string.Concat(Enumerable.Repeat("of the host\nmore\n", 60)), said.StandardOutput);
    }

    [Fact(Timeout = 300_000)]
    public async Task A_shell_reads_its_lines_from_a_pipe()
    {
        var said = await ToolProcess.RunAsync(["machine", "shell", "--name", machine.Name], "echo from a pipe\nexit 3\n");

        Assert.Equal((3, "from a pipe\n"), (said.ExitCode, said.Output));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_terminal_that_is_not_there_cannot_be_given()
    {
        var said = await machine.ExecAsync("-it", "sh");

        Assert.Equal(1, said.ExitCode);
        Assert.StartsWith("Error: There is no terminal here", said.Error);
    }

    [Fact(Timeout = 300_000)]
    public async Task Files_and_trees_go_in_and_out()
    {
        machine.Host.Write("in/deep/file", "a file\n");

        (await ToolProcess.RunAsync("machine", "cp", machine.Host["in"], $"{machine.Name}:/opt/tree")).Succeeded();
        (await ToolProcess.RunAsync("machine", "cp", "--mode", "0640", machine.Host["in/deep/file"], $"{machine.Name}:opt/one")).Succeeded();
        (await ToolProcess.RunAsync("machine", "cp", $"{machine.Name}:/opt", machine.Host["out"])).Succeeded();

        Assert.Equal("640\n", (await machine.ExecAsync("stat", "-c", "%a", "/opt/one")).Succeeded());
        Assert.Equal("a file\n", await File.ReadAllTextAsync(machine.Host["out/tree/deep/file"], TestContext.Current.CancellationToken));
        Assert.Equal("a file\n", await File.ReadAllTextAsync(machine.Host["out/one"], TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 300_000)]
    public async Task Another_process_finds_it_running()
    {
        var list = JsonDocument.Parse((await ToolProcess.RunAsync("machine", "ls", "--json")).Succeeded()).RootElement;
        var one = JsonDocument.Parse((await ToolProcess.RunAsync("vm", "status", "--json", "-n", machine.Name)).Succeeded()).RootElement;

        Assert.Contains(list.EnumerateArray(), item => item.GetProperty("name").GetString() == machine.Name);
        Assert.Equal(("running", 1), (one.GetProperty("state").GetString(), one.GetProperty("mounts").GetInt32()));
        Assert.True(Directory.Exists($"/proc/{one.GetProperty("pid").GetInt32()}"));
    }

    [Fact(Timeout = 300_000)]
    public async Task The_log_is_what_the_console_said()
    {
        (await machine.ExecAsync("sh", "-c", "echo on the console > /dev/console")).Succeeded();

        Assert.Contains("on the console", (await ToolProcess.RunAsync("machine", "logs", "--name", machine.Name)).Succeeded());
    }

    [Fact(Timeout = 300_000)]
    public async Task Two_programs_run_in_it_at_one_time()
    {
        using var first = ToolProcess.Start(
            ["machine", "exec", "--name", machine.Name, "-i", "--", "sh", "-c", "echo begun; read -r end; exit $end"]);
        Assert.Equal("begun", await first.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        var beside = await machine.ExecAsync("sh", "-c", "echo beside; exit 4");
        await first.StandardInput.WriteLineAsync("5");
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((4, "beside\n", 5), (beside.ExitCode, beside.Output, first.ExitCode));
    }

    [Fact(Timeout = 300_000)]
    public async Task What_is_there_already_and_what_runs_is_refused_in_the_words_of_the_program()
    {
        var again = await ToolProcess.RunAsync("machine", "create", "--name", machine.Name);
        var changed = await ToolProcess.RunAsync("machine", "update", "--name", machine.Name, "--cpus", "1");
        var started = await ToolProcess.RunAsync("machine", "start", "--name", machine.Name);

        Assert.StartsWith($"Error: create machine: machine '{machine.Name}' already exists.", again.Error);
        Assert.StartsWith($"Error: machine '{machine.Name}' is running. Stop it first", changed.Error);
        Assert.StartsWith($"Machine '{machine.Name}' already running", started.Succeeded());
    }
}
