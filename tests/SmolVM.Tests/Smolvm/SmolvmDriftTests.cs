using SmolVM.Smolvm;
using static SmolVM.Tests.Smolvm.Argv;

namespace SmolVM.Tests.Smolvm;

/// <summary>What newer versions want in another form, and what versions cannot do at all.</summary>
public sealed class SmolvmDriftTests
{
    static readonly SmolvmVersion V101 = new(1, 0, 1);

    [Fact]
    public Task From_1_0_2_a_machine_is_created_by_an_option() => Verify(Lines(SmolvmArgvTests.FromPack.Argv(V102)));

    [Fact]
    public Task A_machine_with_everything_at_the_newest() => Verify(Lines(Everything.Argv(V193)));

    [Fact]
    public Task A_machine_with_everything_before_names_were_options() => Verify(Lines(Everything.Argv(V101)));

    [Fact]
    public Task From_1_0_2_a_machine_is_deleted_by_an_option() => Verify(Lines(MachineVerbs.Delete("agent-xyz", V102)));

    [Fact]
    public Task From_1_0_2_a_machine_is_changed_by_an_option() =>
        Verify(Lines(new MachineUpdate("agent-xyz") { Network = false }.Argv(V102)));

    [Fact]
    public Task From_1_0_2_the_data_directory_is_asked_for_by_an_option() => Verify(Lines(MachineVerbs.DataDirectory("agent-xyz", V102)));

    [Fact]
    public Task Up_to_1_0_1_a_fork_has_two_places() => Verify(Lines(MachineVerbs.Fork("base", "clone", V101)));

    [Fact]
    public Task From_1_0_2_a_fork_has_two_options() => Verify(Lines(MachineVerbs.Fork("base", "clone", V102)));

    [Fact]
    public Task A_base_of_clones_is_started_as_one() => Verify(Lines(MachineVerbs.Start("base", V193, forkable: true)));

    [Fact]
    public Task A_clone_can_be_a_base_of_clones_itself() => Verify(Lines(MachineVerbs.Fork("base", "clone", V193, forkable: true)));

    [Theory]
    [InlineData("0.5.12", "/stage/agent.smolmachine", "/stage/agent.smolmachine.smolmachine")]
    [InlineData("1.6.13", "/stage/agent.smolmachine", "/stage/agent.smolmachine.smolmachine")]
    [InlineData("1.6.13", "/stage/agent", "/stage/agent.smolmachine")]
    [InlineData("1.7.0", "/stage/agent.smolmachine", "/stage/agent.smolmachine")]
    [InlineData("1.9.3", "/stage/agent", "/stage/agent.smolmachine")]
    public void The_file_that_results_is_known(string version, string output, string sidecar) =>
        Assert.Equal(sidecar, PackCreate.OfMachine("a", output).Sidecar(SmolvmVersion.Parse(version)));

    [Fact]
    public void From_1_7_0_the_suffix_is_left_out() => Assert.Equal(
        "/stage/agent", PackCreate.OfMachine("a", "/stage/agent.smolmachine").Argv(new SmolvmVersion(1, 7, 0))[^1]);

    [Fact]
    public void A_newer_version_is_driven_as_the_newest_known() =>
        Assert.Equal(Everything.Argv(V193), Everything.Argv(new SmolvmVersion(1, 22, 0)));

    [Fact]
    public void A_fork_is_refused_with_the_version_that_can() => Assert.StartsWith(
        "machine fork needs smolvm 1.0.0, found 0.8.0.", Refusal(() => MachineVerbs.Fork("base", "clone", V080)), StringComparison.Ordinal);

    [Fact]
    public void Status_is_refused_where_asking_would_make_disks() => Assert.StartsWith(
        "machine status --json needs smolvm 0.8.0, found 0.7.2.",
        Refusal(() => MachineVerbs.Status("a", new SmolvmVersion(0, 7, 2))), StringComparison.Ordinal);

    [Fact]
    public void A_mode_is_refused_where_copies_have_none() => Assert.StartsWith(
        "machine cp --mode needs smolvm 1.9.0, found 1.8.3.",
        Refusal(() => new MachineCopy("a", "/f", "/f") { Mode = UnixFileMode.UserRead }.Argv(new SmolvmVersion(1, 8, 3))),
        StringComparison.Ordinal);

    internal static MachineCreate Everything => new("agent-xyz")
    {
        Image = "python:3.12-alpine",
        Cpus = 2,
        MemoryMiB = 512,
        StorageGiB = 16,
        Network = true,
        NetworkBackend = "virtio-net",
        AllowCidrs = ["2001:db8::/32"],
        Volumes = [new VolumeArgument("/src", "/lower", ReadOnly: true), new VolumeArgument("/out", "/out", ReadOnly: false)],
        Ports = [new PortArgument(40001, 80)],
        Environment = new Dictionary<string, string> { ["A"] = "1" },
        Command = ["sleep", "infinity"],
    };

    static string Refusal(Func<object> call) => Assert.Throws<Errors.SmolVmException>(call).Message;
}
