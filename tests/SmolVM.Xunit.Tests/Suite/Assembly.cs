using SmolVM.Xunit;
using Xunit;

[assembly: SmolVmFixture(Environment = ["WHO=assembly"])]

namespace Suite.OfAssembly;

public sealed class First(SmolVm vm)
{
    [Fact]
    public async Task Has_the_settings_of_the_assembly()
    {
        Record.Machine("assembly", vm);
        Assert.Equal("assembly\n", (await vm.SucceedAsync("echo $WHO")).StandardOutput);
    }
}

public sealed class Second(SmolVm vm)
{
    [Fact]
    public void Records() => Record.Machine("assembly", vm);
}

[SmolVmFixture(Environment = ["WHO=class"])]
public sealed class Overrides(SmolVm vm)
{
    [Fact]
    public async Task Has_the_settings_of_the_class()
    {
        Record.Machine("class", vm);
        Assert.Equal("class\n", (await vm.SucceedAsync("echo $WHO")).StandardOutput);
    }

    [Fact]
    public async Task Fails_with_one_attachment()
    {
        await vm.SucceedAsync("echo once > /dev/console");
        await vm.WaitForConsoleTextAsync("once");
        Assert.Fail("on purpose");
    }
}

public sealed class UsesNone
{
    [Fact]
    public void Passes()
    {
    }
}
