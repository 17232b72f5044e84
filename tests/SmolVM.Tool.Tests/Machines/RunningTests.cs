namespace SmolVM.Tool.Tests.Machines;

/// <summary>A machine that runs: as it is listed, copied into and copied itself.</summary>
public sealed class RunningTests(StartedMachine machine) : IClassFixture<StartedMachine>, IAsyncDisposable
{
    const int Limit = 600_000;

    readonly string prefix = $"fork-{Guid.NewGuid():N}"[..20];

    public async ValueTask DisposeAsync()
    {
        await MachineEngines.Stored("qemu").DeleteAsync($"{prefix}-1");
        await MachineEngines.Stored("qemu").DeleteAsync($"{prefix}-2");
    }

    Task<Said> ForkAsync(params string[] words) => ToolProcess.RunAsync(["machine", "fork", "--golden", machine.Name, .. words]);

    static async Task<string> ExecAsync(string name, string script) =>
        (await ToolProcess.RunAsync("machine", "exec", "--name", name, "--", "sh", "-c", script)).Succeeded();

    [Theory(Timeout = Limit)]
    [InlineData("1000:1001 644", "--uid", "1000", "--gid", "1001")]
    [InlineData("1000:0 644", "--uid", "1000")]
    [InlineData("0:1001 644", "--gid", "1001")]
    [InlineData("1000:0 4711", "--uid", "1000", "--mode", "4711")]
    [InlineData("0:0 644")]
    public async Task A_copy_has_the_owner_that_it_is_given(string owner, params string[] options)
    {
        var file = machine.Host.Write("owned", "a file\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        (await ToolProcess.RunAsync(["machine", "cp", .. options, file, $"{machine.Name}:/opt/owned"])).Succeeded();

        Assert.Equal($"{owner}\na file\n", await ExecAsync(machine.Name, "stat -c '%u:%g %a' /opt/owned; cat /opt/owned; rm /opt/owned"));
    }

    [Fact(Timeout = Limit)]
    public async Task Mounts_ports_and_logins_are_listed_when_they_are_asked_for()
    {
        string[] create = ["machine", "create", "--name", $"{prefix}-1", "-p", "18082:80", "-v", $"{machine.Host["shared"]}:/src"];
        (await ToolProcess.RunAsync(create)).Succeeded();

        var listed = (await ToolProcess.RunAsync("machine", "ls")).Succeeded();
        var verbose = (await ToolProcess.RunAsync("machine", "ls", "-v")).Succeeded().Split('\n');

        Assert.DoesNotContain($"  {machine.Name}: ", listed);
        Assert.Equal(
            [
                $"  {machine.Name}: /workspace shows {machine.Host["shared"]}, and keeps the guest's writes to itself",
                $"  {machine.Name}: log in with dotnet smolvm machine ssh --name {machine.Name}",
            ],
            verbose.Where(line => line.StartsWith($"  {machine.Name}: ", StringComparison.Ordinal)));
        Assert.Equal(
            [
                $"  {prefix}-1: /src shows {machine.Host["shared"]}",
                $"  {prefix}-1: port 80 will be port 18082 of the host",
            ],
            verbose.Where(line => line.StartsWith($"  {prefix}-1: ", StringComparison.Ordinal)));
    }

    [Fact(Timeout = Limit)]
    [Trait("Category", "Stress")]
    public async Task Several_forks_are_numbered_and_go_on_from_where_the_machine_is()
    {
        await ExecAsync(machine.Name, "echo before > /root/written");

        var forked = await ForkAsync("--name-prefix", prefix, "--count", "2");
        await ExecAsync(machine.Name, "echo after > /root/written");
        var folder = (await ToolProcess.RunAsync("machine", "data-dir", "--name", $"{prefix}-2")).Succeeded().Trim();
        var copies = await Task.WhenAll(
            ExecAsync($"{prefix}-1", "cat /proc/sys/kernel/hostname /root/written"),
            ExecAsync($"{prefix}-2", "cat /proc/sys/kernel/hostname /root/written"));

        Assert.Equal($"Forked '{machine.Name}' to '{prefix}-1'\nForked '{machine.Name}' to '{prefix}-2'\n", forked.Succeeded());
        Assert.Equal([$"{prefix}-1\nbefore\n", $"{prefix}-2\nbefore\n"], copies);
        Assert.True(File.Exists(Path.Combine(folder, "agent-console.log")));
        Assert.Equal("after\n", await ExecAsync(machine.Name, "cat /root/written"));
    }

    [Theory(Timeout = Limit)]
    [InlineData(1, "Error: '--count 2' is not possible. Give 1 with '--name'", "--name", "one", "--count", "2")]
    [InlineData(1, "Error: '--count 0' is not possible. Give 1 with '--name', and 1 to 1024 with", "--name-prefix", "some", "--count", "0")]
    [InlineData(1, "Error: '--count 1025' is not possible.", "--name-prefix", "some", "--count", "1025")]
    [InlineData(2, "error: Give either '--name' for one machine, or '--name-prefix'", "--count", "2")]
    [InlineData(2, "error: Give either '--name' for one machine, or '--name-prefix'", "--name", "one", "--name-prefix", "some")]
    public async Task Forks_that_cannot_be_named_are_refused(int code, string refusal, params string[] words)
    {
        var said = await ForkAsync(words);

        Assert.Equal((code, ""), (said.ExitCode, said.Output));
        Assert.StartsWith(refusal, said.Error);
    }
}
