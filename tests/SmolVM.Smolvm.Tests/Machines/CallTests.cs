using SmolVM.Machines;

namespace SmolVM.Smolvm.Tests.Machines;

/// <summary>
/// Calls that the engine itself does not make, for it copies by streams and keeps its machines: that they do what they say.
/// </summary>
public sealed class CallTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = EngineHost.Timeout)]
    [MemberData(nameof(EngineHost.Versions), MemberType = typeof(EngineHost))]
    public async Task A_file_is_copied_in_and_out_and_a_pack_describes_itself(string version)
    {
        await using var host = new EngineHost(version);
        var file = host.Host.Write("in", "text\n");
        await using var machine = await host.StartAsync(new MachineOptions { Network = true, ForPack = true });
        var name = ((SmolvmMachine)machine.Backend).Name;

        await RunAsync(host, new MachineCopy(name, file, "/srv/file").Argv(host.Cli.Version));
        await machine.ExecAsync("echo more >> /srv/file", Token);
        await RunAsync(host, new MachineCopy(name, host.Host["out"], "/srv/file", Out: true).Argv(host.Cli.Version));
        await machine.PackAsync(host.Host["app.smolmachine"], Token);
        var described = await RunAsync(host, PackInfo.Argv(host.Host["app.smolmachine"]));

        Assert.Equal("text\nmore\n", await File.ReadAllTextAsync(host.Host["out"], Token));
        Assert.Contains("Platform", described, StringComparison.Ordinal);
    }

    [Theory(Timeout = EngineHost.Timeout)]
    [MemberData(nameof(EngineHost.Versions), MemberType = typeof(EngineHost))]
    public async Task A_machine_runs_one_command_and_is_gone(string version)
    {
        await using var host = new EngineHost(version);
        var run = new MachineRun(["echo", "once"]) { Network = true };

        Assert.Equal("once\n", await RunAsync(host, run.Argv(host.Cli.Version)));

        Assert.Empty(await host.LeftAsync());
    }

    static async Task<string> RunAsync(EngineHost host, IReadOnlyList<string> argv) =>
        (await host.Cli.RunAsync(argv, SmolvmCall.Short, Token)).StandardOutput;
}
