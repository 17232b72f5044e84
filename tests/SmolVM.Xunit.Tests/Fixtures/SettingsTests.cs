using SmolVM.Errors;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Xunit.Fixtures;

namespace SmolVM.Xunit.Tests.Fixtures;

/// <summary>What becomes of an attribute's words before anything is started.</summary>
public sealed class SettingsTests
{
    static readonly string Project = ProjectDirectory.Resolve(typeof(SettingsTests).Assembly, ".");

    [Fact]
    public void Every_setting_reaches_the_machine()
    {
        var request = Request(new SmolVmFixtureAttribute
        {
            Engine = "qemu",
            Image = "host",
            MachineName = "box",
            Cpus = 3,
            Init = "/sbin/init",
            MemoryMiB = 700,
            Mount = "Verbs:/verbs",
            Mounts = ["Suite:/suite"],
            WritableMounts = true,
            RootUpper = RootUpper.Disk,
            DiskMiB = 100,
            Network = true,
            AllowCidrs = ["10.0.0.0/8"],
            Ports = [80, 443],
            Environment = ["A=1", "B=x=y"],
            Provision = ["true"],
            User = "nobody",
            BootTimeoutSeconds = 7,
            MaximumLifetimeSeconds = 8,
            Reset = VmReset.BeforeEachTest,
        });

        var machine = request.Machine;
        Assert.Equal(("qemu", VmReset.BeforeEachTest), (request.Engine, request.Reset));
        Assert.Equal(["true"], request.Provision);
        Assert.Equal(("host", "box", 3, 700, "nobody"), (machine.Image, machine.Name, machine.Cpus, machine.MemoryMiB, machine.User));
        Assert.Equal((RootUpper.Disk, 100, true), (machine.RootUpper, machine.DiskMiB, machine.Network));
        Assert.Equal("/sbin/init", machine.Init);
        Assert.Equal(["10.0.0.0/8"], machine.AllowCidrs);
        Assert.Equal([80, 443], machine.Ports);
        Assert.Equal([("A", "1"), ("B", "x=y")], machine.Environment.Select(variable => (variable.Key, variable.Value)));
        Assert.Equal((TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(8)), (machine.BootTimeout, machine.MaximumLifetime));
        Assert.Equal(
            [(Path.Combine(Project, "Verbs"), "/verbs", true), (Path.Combine(Project, "Suite"), "/suite", true)],
            machine.Mounts.Select(mount => (mount.HostPath, mount.GuestPath, mount.Writable)));
    }

    [Fact]
    public void What_is_not_said_is_as_the_library_has_it() =>
        Assert.Equivalent(new MachineOptions(), Request(new SmolVmFixtureAttribute()).Machine, strict: true);

    [Fact]
    public void A_relative_image_begins_at_the_project() =>
        Assert.Equal(Path.Combine(Project, "bin/app.smolmachine"), Request(new() { Image = "bin/app.smolmachine" }).Machine.Image);

    [Fact]
    public void A_mount_without_a_guest_path_is_the_workspace() =>
        Assert.Equal("/workspace", Assert.Single(Request(new() { Mount = "." }).Machine.Mounts).GuestPath);

    [Fact]
    public Task A_relative_path_needs_an_assembly_that_says_where_its_project_is() => Verify(
        Assert.Throws<SmolVmException>(() => FixtureRequest.Of(new() { Mount = "." }, typeof(Machine).Assembly)).Message);

    [Fact]
    public void A_mount_that_is_not_there_is_refused()
    {
        var failure = Assert.Throws<MountException>(() => Request(new() { Mount = "no such directory" }));

        Assert.Contains(Path.Combine(Project, "no such directory"), failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NAME")]
    [InlineData("=value")]
    public void A_variable_that_is_none_is_refused(string line)
    {
        var failure = Assert.Throws<SmolVmException>(() => Request(new() { Environment = [line] }));

        Assert.Equal($"Environment has '{line}', which is no NAME=VALUE. Write the name, '=' and the value.", failure.Message);
    }

    [Fact]
    public void Code_has_the_last_word() => Assert.Equal(
        new[] { "/from-code" },
        Request(new() { Cpus = 3, ConfigureWith = typeof(WithMount) }).Machine.Mounts.Select(mount => mount.GuestPath));

    [Fact]
    public Task A_type_that_configures_nothing_is_refused() =>
        Verify(Assert.Throws<SmolVmException>(() => Request(new() { ConfigureWith = typeof(SettingsTests) })).Message);

    [Fact]
    public void A_number_that_cannot_be_is_refused_by_the_library() =>
        Assert.Equal(ErrorCodes.Option, Assert.Throws<SmolVmException>(() => Request(new() { Cpus = 0 })).Code);

    [Fact]
    public Task Classes_that_share_a_machine_and_differ_are_both_named() => Verify(
        Assert.Throws<SmolVmException>(() => FixtureScope.Shared([typeof(FirstOfTwo), typeof(SecondOfTwo)], "SmolVm 'two'")).Message);

    [Fact]
    public void Classes_that_share_a_machine_and_agree_have_its_settings() =>
        Assert.Equal(256, FixtureScope.Shared([typeof(FirstOfTwo), typeof(LikeFirst)], "SmolVm 'two'").MemoryMiB);

    [Theory]
    [InlineData(
        "No engine can run machines here. Mend one of these:\n  qemu: a\n  smolvm: b",
        "No engine can run machines here. Mend one of these: qemu: a; smolvm: b")]
    [InlineData("one line", "one line")]
    public void The_reason_of_a_skip_is_one_line(string message, string line) => Assert.Equal(line, EngineSearch.OneLine(message));

    static FixtureRequest Request(SmolVmFixtureAttribute attribute) => FixtureRequest.Of(attribute, typeof(SettingsTests).Assembly);

    sealed class WithMount : ISmolVmConfiguration
    {
        public MachineOptions Configure(MachineOptions options) => options with { Mounts = [new WorkspaceMount(Project, "/from-code")] };
    }

    [SmolVmFixture(Share = "two", MemoryMiB = 256, Provision = ["true"], Name = "first")]
    sealed class FirstOfTwo;

    [SmolVmFixture(Share = "two", MemoryMiB = 512, Image = "host", Provision = ["true", "false"])]
    sealed class SecondOfTwo;

    [SmolVmFixture(Share = "two", MemoryMiB = 256, Provision = ["true"], Name = "like the first")]
    sealed class LikeFirst;
}
