using SmolVM.Xunit;
using Xunit;

namespace Suite.Budgeted;

[SmolVmFixture]
public sealed class First(SmolVm vm)
{
    [Fact]
    public Task Uses_its_memory() => Use.Async(vm);
}

[SmolVmFixture]
public sealed class Second(SmolVm vm)
{
    [Fact]
    public Task Uses_its_memory() => Use.Async(vm);
}

static class Use
{
    public static async Task Async(SmolVm vm)
    {
        Record.Line("use", "begins");
        await vm.SucceedAsync("sleep 0.5");
        Record.Line("use", "ends");
    }
}
