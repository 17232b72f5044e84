using SmolVM.Machines;
using SmolVM.Xunit;
using Xunit;

namespace Suite.Failures;

public sealed class NoTimeToBoot : ISmolVmConfiguration
{
    public MachineOptions Configure(MachineOptions options) => options with { BootTimeout = TimeSpan.FromMilliseconds(1) };
}

[SmolVmFixture(MachineName = "too-slow", ConfigureWith = typeof(NoTimeToBoot))]
public sealed class DoesNotBoot(SmolVm vm)
{
    [Fact]
    public async Task Test() => await vm.SucceedAsync("true");
}

[SmolVmFixture(Share = "different", Cpus = 1)]
public sealed class SharesWithOneCpu(SmolVm vm)
{
    [Fact]
    public async Task Test() => await vm.SucceedAsync("true");
}

[SmolVmFixture(Share = "different", Cpus = 2)]
public sealed class SharesWithTwoCpus(SmolVm vm)
{
    [Fact]
    public async Task Test() => await vm.SucceedAsync("true");
}

[SmolVmFixture(Share = "both")]
public sealed class SharesAndHasItsOwn(SmolVm vm) : IClassFixture<SmolVm>
{
    [Fact]
    public async Task Test() => await vm.SucceedAsync("true");
}

[SmolVmFixture(Provision = ["echo first", "echo trying; echo in vain >&2; exit 3", "echo never"])]
public sealed class IsNotPrepared(SmolVm vm)
{
    [Fact]
    public async Task Test() => await vm.SucceedAsync("true");
}

[SmolVmFixture(MemoryMiB = 900)]
public sealed class WantsTooMuch(SmolVm vm)
{
    [Fact]
    public async Task Test() => await vm.SucceedAsync("true");
}

[SmolVmFixture(Engine = "qemu", AllowCidrs = ["10.0.0.0/8", "192.0.2.7"])]
public sealed class WantsAList(SmolVm vm)
{
    [Fact]
    public async Task Test() => await vm.SucceedAsync("true");
}

[SmolVmFixture(MachineName = "short-lived", MaximumLifetimeSeconds = 5)]
public sealed class LivesTooShortly(SmolVm vm)
{
    [Fact]
    public async Task Test() => await vm.SucceedAsync("sleep 300");
}

[SmolVmFixture(Engine = "nonesuch")]
public sealed class NamesNoEngine(SmolVm vm)
{
    [Fact]
    public async Task Test() => await vm.SucceedAsync("true");
}

[SmolVmFixture(Image = "nonesuch")]
public sealed class NamesNoImage(SmolVm vm)
{
    [Fact]
    public async Task Test() => await vm.SucceedAsync("true");
}

[SmolVmFixture(Reset = VmReset.BeforeEachTest)]
public sealed class IsNotMade
{
    public IsNotMade(SmolVm vm)
    {
        Record.Machine("not made", vm);
        throw new InvalidOperationException("The constructor fails.");
    }

    [Fact]
    public void First()
    {
    }

    [Fact]
    public void Second()
    {
    }
}
