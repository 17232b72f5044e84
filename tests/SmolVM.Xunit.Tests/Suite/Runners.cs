using SmolVM.Xunit;
using Xunit;

namespace Suite.Runners;

[SmolVmFixture(Mount = ".", MachineName = "runners")]
public sealed class WithMachine(SmolVm vm)
{
    [Fact]
    public async Task Reads_the_project() => Assert.Equal("from the project\n", await vm.ReadTextAsync("/workspace/data.txt"));

    [Fact]
    public async Task Fails_after_the_console_spoke()
    {
        await vm.SucceedAsync("echo the console speaks > /dev/console");
        await vm.WaitForConsoleTextAsync("the console speaks");
        Assert.Fail("on purpose");
    }
}

public sealed class WithoutMachine
{
    [Fact]
    public void Needs_none() => Assert.Null(SmolVm.Current);
}
