using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using SmolVM.Tool.Tests.Terminals;

namespace SmolVM.Tool.Tests.Machines;

/// <summary>Machines that a run leaves, and what their console says.</summary>
public sealed class DetachedRunTests : IAsyncDisposable
{
    const int Limit = 600_000;

    readonly string name = $"run-{Guid.NewGuid():N}"[..20];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    string Other => $"{name}-2";

    public async ValueTask DisposeAsync()
    {
        await MachineEngines.Stored("qemu").DeleteAsync(name);
        await MachineEngines.Stored("qemu").DeleteAsync(Other);
    }

    Task<Said> MachineAsync(string verb, params string[] words) => ToolProcess.RunAsync(["machine", verb, "--name", name, .. words]);

    async Task SayOnTheConsoleAsync(string text) =>
        (await MachineAsync("exec", "sh", "-c", $"echo {text} > /dev/console")).Succeeded();

    [Fact(Timeout = Limit)]
    [Trait("Category", "Stress")]
    public async Task A_detached_run_leaves_a_machine_that_runs_with_its_program_and_its_port()
    {
        var port = FreePort();
        var run = await MachineAsync(
            "run", "-d", "-p", $"{port}:80", "-e", "GREETING=hello", "--", "sh", "-c", "mkfifo /tmp/pipe; echo $GREETING > /tmp/pipe");
        var json = JsonDocument.Parse((await MachineAsync("status", "--json")).Succeeded()).RootElement;
        var status = await MachineAsync("status");
        var folder = (await MachineAsync("data-dir")).Succeeded().Trim();
        var said = await MachineAsync("exec", "sh", "-c", "until test -p /tmp/pipe; do sleep 0.1; done; cat /tmp/pipe");
        (await ToolProcess.RunAsync("machine", "create", "--name", Other, "-p", $"{port}:81")).Succeeded();
        var other = await ToolProcess.RunAsync("machine", "start", "--name", Other);

        Assert.Equal($"Machine '{name}' running\n  Stop it: dotnet smolvm machine stop --name {name}\n", run.Succeeded());
        Assert.Equal("running", json.GetProperty("state").GetString());
        Assert.Contains($"  {name}: port 80 is 127.0.0.1:{port}\n", status.Succeeded());
        Assert.True(File.Exists(Path.Combine(folder, "agent-console.log")));
        Assert.Equal("hello\n", said.Succeeded());
        Assert.Equal((1, ""), (other.ExitCode, other.Output));
        Assert.StartsWith($"Error: host port {port} is already in use by running machine '{name}'. Free it", other.Error);
    }

    [Fact(Timeout = Limit)]
    [Trait("Category", "Stress")]
    public async Task A_detached_run_whose_program_is_not_there_leaves_no_machine()
    {
        var run = await MachineAsync("run", "-d", "--", "no-such-program");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.EndsWith(
            $"Error: 'no-such-program' was not started in the machine '{name}': There is no program 'no-such-program'. "
            + "Name one that it has. (SMOL0023)\n",
            run.Error);
        Assert.Null(await MachineEngines.Stored("qemu").FindAsync(name, Token));
    }

    [Theory(Timeout = Limit)]
    [Trait("Category", "Stress")]
    [InlineData("stop")]
    [InlineData("delete", "-f")]
    public async Task A_log_is_followed_until_the_machine_ends(string end, params string[] words)
    {
        (await MachineAsync("run", "-d")).Succeeded();
        await SayOnTheConsoleAsync("said-before");
        await using var typist = Typist.Start("machine", "logs", "-f", "--name", name);

        await typist.SeeAsync("said-before");
        await SayOnTheConsoleAsync("said-meanwhile");
        await typist.SeeAsync("said-meanwhile");
        await SayOnTheConsoleAsync("said-at-last");
        await typist.SeeAsync("said-at-last");
        (await MachineAsync(end, words)).Succeeded();

        Assert.Equal(0, await typist.EndAsync());
    }

    [Fact(Timeout = 300_000)]
    public async Task The_log_of_a_machine_that_does_not_run_is_not_waited_for()
    {
        (await MachineAsync("create")).Succeeded();

        Assert.Equal(new Said(0, "", ""), await MachineAsync("logs", "-f"));
    }

    static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
