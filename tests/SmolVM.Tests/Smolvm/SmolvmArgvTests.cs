using SmolVM.Smolvm;
using static SmolVM.Tests.Smolvm.Argv;

namespace SmolVM.Tests.Smolvm;

/// <summary>The command lines for smolvm 0.8.0, which are fixed to the letter.</summary>
public sealed class SmolvmArgvTests
{
    [Fact]
    public Task Pack_an_image() => Verify(Lines(PackCreate.OfImage("bot-bottle-claude:latest", "/stage/agent.smolmachine").Argv(V080)));

    [Fact]
    public Task Pack_a_machine() => Verify(Lines(PackCreate.OfMachine("bot-bottle-dev-abc12", "/stage/committed").Argv(V080)));

    [Fact]
    public Task Create_a_plain_machine() => Verify(Lines(new MachineCreate("agent-xyz").Argv(V080)));

    [Fact]
    public Task Create_from_a_pack_with_a_list_and_variables() => Verify(Lines(FromPack.Argv(V080)));

    [Fact]
    public Task Create_without_a_list_asks_for_no_network() =>
        Verify(Lines((FromPack with { AllowCidrs = [] }).Argv(V080)));

    [Fact]
    public Task Start() => Verify(Lines(MachineVerbs.Start("agent-xyz", V080)));

    [Fact]
    public Task Stop() => Verify(Lines(MachineVerbs.Stop("agent-xyz", V080)));

    [Fact]
    public Task Delete() => Verify(Lines(MachineVerbs.Delete("agent-xyz", V080)));

    [Fact]
    public Task Exec() => Verify(Lines(new MachineExec("agent-xyz", ["echo", "hello"]).Argv(V080)));

    [Fact]
    public Task Exec_with_variables_a_directory_and_a_limit() => Verify(Lines(new MachineExec("agent-xyz", ["echo", "hello"])
    {
        Environment = new Dictionary<string, string> { ["A"] = "1", ["B"] = "two words" },
        WorkingDirectory = "/srv",
        Timeout = TimeSpan.FromSeconds(30),
    }.Argv(V080)));

    [Fact]
    public Task Copy_in() => Verify(Lines(new MachineCopy("agent-xyz", "/host/file", "/dest/file").Argv(V080)));

    [Fact]
    public Task Copy_out() => Verify(Lines(new MachineCopy("agent-xyz", "/host/file", "/dest/file", Out: true).Argv(V080)));

    [Fact]
    public Task List() => Verify(Lines(MachineVerbs.List()));

    [Fact]
    public Task Status() => Verify(Lines(MachineVerbs.Status("agent-xyz", V080)));

    [Fact]
    public Task Data_directory() => Verify(Lines(MachineVerbs.DataDirectory("agent-xyz", V080)));

    [Fact]
    public Task Update() => Verify(Lines(new MachineUpdate("agent-xyz") { Cpus = 4, MemoryMiB = 8192, Network = false }.Argv(V080)));

    [Fact]
    public Task Run() => Verify(Lines(new MachineRun(["uname", "-r"]) { Image = "alpine:3.20", Name = "once", Network = true }.Argv(V080)));

    [Fact]
    public Task Describe_a_pack() => Verify(Lines(PackInfo.Argv("/packs/app.smolmachine")));

    internal static MachineCreate FromPack => new("agent-xyz")
    {
        From = "/stage/agent.smolmachine",
        AllowCidrs = ["10.0.0.0/8", "192.0.2.7"],
        Environment = new Dictionary<string, string> { ["A"] = "1", ["B"] = "x=y" },
    };
}
