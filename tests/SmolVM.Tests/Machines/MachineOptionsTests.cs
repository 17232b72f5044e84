using SmolVM.Errors;
using SmolVM.Machines;

namespace SmolVM.Tests.Machines;

public sealed class MachineOptionsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65)]
    public void Cpus_out_of_range_are_refused_with_the_value(int cpus) =>
        Assert.Contains($"{cpus} CPUs", Assert.Throws<SmolVmException>(() => new MachineOptions { Cpus = cpus }).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(127)]
    [InlineData(1048577)]
    public void Memory_out_of_range_is_refused_with_the_value(int memory) =>
        Assert.Contains($"{memory} MiB", Assert.Throws<SmolVmException>(() => new MachineOptions { MemoryMiB = memory }).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("ä")]
    public void A_name_that_is_no_host_name_is_refused(string name) =>
        Assert.Equal(ErrorCodes.Option, Assert.Throws<SmolVmException>(() => new MachineOptions { Name = name }).Code);

    [Theory]
    [InlineData("")]
    [InlineData("init")]
    [InlineData("/sbin/init quiet")]
    [InlineData("/sbin/init\n")]
    [InlineData("/")]
    public void An_init_that_is_no_path_of_a_program_is_refused(string init) =>
        Assert.Equal(ErrorCodes.Option, Assert.Throws<SmolVmException>(() => new MachineOptions { Init = init }).Code);

    [Theory]
    [InlineData(0)]
    [InlineData(65536)]
    public void A_port_out_of_range_is_refused(int port) =>
        Assert.Throws<SmolVmException>(() => new MachineOptions { Ports = [port] });

    [Theory]
    [InlineData("A=B", "x")]
    [InlineData("", "x")]
    [InlineData("A", "x\0y")]
    public void A_variable_that_cannot_be_passed_on_is_refused(string name, string value) =>
        Assert.Throws<SmolVmException>(() => new MachineOptions { Environment = new Dictionary<string, string> { [name] = value } });

    [Fact]
    public void A_boot_time_out_of_nothing_is_refused() =>
        Assert.Throws<SmolVmException>(() => new MachineOptions { BootTimeout = TimeSpan.Zero });

    [Fact]
    public Task The_sentences_say_what_to_do() => Verify(string.Join('\n',
        Assert.Throws<SmolVmException>(() => new MachineOptions { Cpus = 0 }).Message,
        Assert.Throws<SmolVmException>(() => new MachineOptions { MemoryMiB = 64 }).Message,
        Assert.Throws<SmolVmException>(() => new MachineOptions { DiskMiB = 1 }).Message,
        Assert.Throws<SmolVmException>(() => new MachineOptions { Name = "a b" }).Message,
        Assert.Throws<SmolVmException>(() => new MachineOptions { Init = "init" }).Message,
        Assert.Throws<SmolVmException>(() => new MachineOptions { Ports = [70000] }).Message,
        Assert.Throws<SmolVmException>(() => new MachineOptions { BootTimeout = TimeSpan.FromDays(2) }).Message));
}
