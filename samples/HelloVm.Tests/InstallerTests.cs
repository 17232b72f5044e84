using SmolVM.Xunit;
using Xunit;

namespace HelloVm.Tests;

/// <summary>An installer, run in a machine that sees this project and cannot change it.</summary>
// example: installer
[SmolVmFixture(Image = "base", Mount = ".")]
public sealed class InstallerTests(SmolVm vm)
{
    [Fact] public async Task Installs() => (await vm.ExecAsync("/workspace/install.sh")).EnsureSuccess();
}
// end of example
