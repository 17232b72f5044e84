using SmolVM.Xunit;
using Xunit;

namespace Suite.Ends;

[SmolVmFixture(MachineName = "held")]
public sealed class Holds(SmolVm vm)
{
    [Fact]
    public async Task Its_machine()
    {
        Console.WriteLine("ready");
        await vm.ExecAsync("sleep 300");
    }
}

[SmolVmFixture(MachineName = "crashes")]
public sealed class Crashes(SmolVm vm)
{
    [Fact]
    public async Task The_process()
    {
        await vm.SucceedAsync("true");
        Environment.FailFast("on purpose");
    }
}

[SmolVmFixture(MachineName = "kept")]
public sealed class Keeps(SmolVm vm)
{
    [Fact]
    public async Task A_machine_after_a_failure()
    {
        await vm.WriteTextAsync("/tmp/evidence", "what the test left\n");
        Assert.Fail("on purpose");
    }
}

[SmolVmFixture(MachineName = "next")]
public sealed class Next(SmolVm vm)
{
    [Fact]
    public async Task Run() => await vm.SucceedAsync("true");
}
