using SmolVM.Xunit;

namespace SmolVmTests1;

/// <summary>These tests share one machine: it sees this project's directory at /workspace, and what it writes there stays in it.</summary>
[SmolVmFixture(Mount = ".")]
public sealed class MachineTests(SmolVm vm)
{
    [Fact]
    public async Task The_machine_has_a_kernel_of_its_own()
    {
        var result = await vm.SucceedAsync("uname -s -n -r");

        Assert.StartsWith("Linux", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_machine_sees_the_project_and_the_host_stays_as_it_is()
    {
        await vm.SucceedAsync("test -f /workspace/SmolVmTests1.csproj && echo hello > /workspace/made-in-the-machine.txt");

        Assert.Equal("hello\n", await vm.ReadTextAsync("/workspace/made-in-the-machine.txt"));
        Assert.False(File.Exists("made-in-the-machine.txt"));
    }
}
