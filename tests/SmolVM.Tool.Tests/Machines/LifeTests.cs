using System.Text.Json;

namespace SmolVM.Tool.Tests.Machines;

/// <summary>Machines from their making to their end.</summary>
public sealed class LifeTests : IAsyncDisposable
{
    readonly TemporaryDirectory host = new();
    readonly string name = $"life-{Guid.NewGuid():N}"[..20];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await MachineEngines.Stored("qemu").DeleteAsync(name);
        host.Dispose();
    }

    Task<Said> MachineAsync(string verb, params string[] words) => ToolProcess.RunAsync(["machine", verb, "--name", name, .. words]);

    [Fact(Timeout = 600_000)]
    public async Task A_machine_shows_a_directory_to_who_logs_in_and_keeps_the_hosts_as_it_is()
    {
        host.Write("src/file", "of the host\n");
        var created = await MachineAsync("create", "--mount", host["src"]);
        var folder = (await MachineAsync("data-dir")).Succeeded().Trim();
        (await MachineAsync("start")).Succeeded();

        var login = await MachineAsync("ssh", "--", "cat /workspace/file; echo guest > /workspace/file; echo new > /workspace/new; id -un");
        var seen = await MachineAsync("exec", "cat", "/workspace/file", "/workspace/new");
        (await MachineAsync("stop")).Succeeded();
        var stopped = JsonDocument.Parse((await MachineAsync("status", "--json")).Succeeded()).RootElement.GetProperty("state").GetString();
        (await MachineAsync("start")).Succeeded();
        var kept = await MachineAsync("exec", "cat", "/workspace/new");
        (await MachineAsync("delete", "-f")).Succeeded();

        Assert.Equal($"Created machine: {name}", created.Succeeded().Split('\n')[0]);
        Assert.Equal("of the host\nroot\n", login.Succeeded());
        Assert.Equal("guest\nnew\n", seen.Succeeded());
        Assert.Equal("of the host\n", await File.ReadAllTextAsync(host["src/file"], Token));
        Assert.Equal(["file"], Directory.GetFileSystemEntries(host["src"]).Select(Path.GetFileName));
        Assert.Equal(("stopped", "new\n"), (stopped, kept.Succeeded()));
        Assert.False(Directory.Exists(folder));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_machine_whose_shared_folder_has_gone_is_marked_and_can_be_pruned()
    {
        host.Make("gone");
        (await MachineAsync("create", "--mount", host["gone"])).Succeeded();
        Directory.Delete(host["gone"]);

        var list = await ToolProcess.RunAsync("machine", "ls");
        var json = JsonDocument.Parse((await MachineAsync("status", "--json")).Succeeded()).RootElement;
        var start = await MachineAsync("start");

        Assert.Contains(list.Succeeded().Split('\n'), line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains("created !"));
        Assert.Contains($"warning: the machine '{name}' shows {host["gone"]}, which has gone", list.Error);
        Assert.Equal([host["gone"]], json.GetProperty("missing_folders").EnumerateArray().Select(folder => folder.GetString()));
        Assert.Equal(1, start.ExitCode);
        Assert.Contains($"Would delete machine: {name}", (await ToolProcess.RunAsync("machine", "prune", "--dry-run")).Succeeded());
    }

    [Fact(Timeout = 300_000)]
    public async Task A_machine_that_does_not_run_cannot_be_forked()
    {
        (await MachineAsync("create")).Succeeded();

        var forked = await ToolProcess.RunAsync("machine", "fork", "--golden", name, "--name", $"{name}-2");

        Assert.Equal(
            new Said(1, "", $"Error: machine '{name}' is not running. Use 'machine start --name {name}' to start it. (SMOL0025)\n"),
            forked);
        Assert.Null(await MachineEngines.Stored("qemu").FindAsync($"{name}-2", Token));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_machine_that_cannot_be_read_is_marked_and_can_be_deleted_and_keeps_no_other_from_being_seen()
    {
        (await MachineAsync("create")).Succeeded();
        var folder = (await MachineAsync("data-dir")).Succeeded().Trim();
        await File.WriteAllTextAsync(Path.Combine(folder, "machine.json"), """{"of": "a later version"}""", Token);

        var list = await ToolProcess.RunAsync("machine", "ls");
        var deleted = await MachineAsync("delete", "-f");

        Assert.Contains(list.Succeeded().Split('\n'), line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains("failed"));
        Assert.Contains($"warning: The machine '{name}' cannot be used", list.Error);
        Assert.Equal($"Deleted machine: {name}\n", deleted.Succeeded());
    }

    [Fact(Timeout = 300_000)]
    public async Task What_a_machine_is_made_of_can_be_changed_while_it_does_not_run()
    {
        (await MachineAsync("create", "-p", "18080:80", "-e", "A=1")).Succeeded();

        var changed = await MachineAsync(
            "update", "--cpus", "3", "--net", "--remove-port", "18080:80", "-p", "18081:81", "-e", "B=2", "--remove-env", "A");
        var found = await MachineEngines.Stored("qemu").FindAsync(name, Token);

        Assert.StartsWith($"Updated machine '{name}':", changed.Succeeded());
        Assert.Equal((3, true), (found!.Options.Cpus, found.Options.Network));
        Assert.Equal(new Dictionary<int, int> { [81] = 18081 }, found.Options.HostPorts);
        Assert.Equal(new Dictionary<string, string> { ["B"] = "2" }, found.Options.Environment);
    }

    [Fact(Timeout = 600_000)]
    [Trait("Category", "Stress")]
    public async Task A_machine_is_stopped_under_the_hands_of_who_works_with_it()
    {
        (await MachineAsync("create")).Succeeded();
        (await MachineAsync("start")).Succeeded();
        using var working = ToolProcess.Start(
            ["machine", "exec", "--name", name, "--", "sh", "-c", "echo kept > /root/file; echo begun; sleep 1000"]);
        Assert.Equal("begun", await working.StandardOutput.ReadLineAsync(Token));

        (await MachineAsync("stop")).Succeeded();
        await working.WaitForExitAsync(Token);
        (await MachineAsync("start")).Succeeded();

        Assert.Equal(1, working.ExitCode);
        Assert.Equal("kept\n", (await MachineAsync("exec", "cat", "/root/file")).Succeeded());
    }

    [Fact(Timeout = 600_000)]
    [Trait("Category", "Stress")]
    public async Task A_run_has_a_machine_of_its_own_which_ends_with_it()
    {
        host.Write("src/file", "of the host\n");

        var said = await ToolProcess.RunAsync(
            "machine", "run", "--name", name, "-v", $"{host["src"]}:/src:ro", "-e", "A=1", "--", "sh", "-c", "cat /src/file; echo $A; exit 9");

        Assert.Equal((9, "of the host\n1\n"), (said.ExitCode, said.Output));
        Assert.Null(await MachineEngines.Stored("qemu").FindAsync(name, Token));
    }
}
