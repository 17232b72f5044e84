using SmolVM.Xunit;
using Xunit;

namespace HelloVm.Tests;

/// <summary>Boots what <c>dotnet build samples/HelloVm -t:SmolPack</c> made, and looks at it as its users would.</summary>
// example: fixture
[SmolVmFixture(Image = "../HelloVm/bin/Debug/net10.0/smolpack/HelloVm.smolmachine")]
public sealed class HelloVmTests(SmolVm vm)
{
    [Fact]
    public async Task The_program_is_installed_and_greets()
    {
        var result = await vm.SucceedAsync("/opt/hellovm/HelloVm");

        Assert.StartsWith("Hello from inside the machine.", result.StandardOutput, StringComparison.Ordinal);
    }
    // end of example

    [Fact]
    public async Task It_runs_on_the_kernel_of_the_machine()
    {
        var kernel = await vm.ReadTextAsync("/proc/sys/kernel/osrelease");

        var result = await vm.SucceedAsync("/opt/hellovm/HelloVm");

        Assert.Contains($"kernel:  {kernel}", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_needs_no_dotnet_in_the_machine() => await vm.FailAsync("command -v dotnet");
}
