using SmolVM.Images.Debian;

namespace SmolVM.Tests.Images.Debian;

public sealed class DebianArgvTests
{
    [Fact]
    public Task A_package_into_a_tree_with_its_list() => Verify(string.Join('\n', PackageDatabase.TarArgv("/c/tree")));

    [Fact]
    public Task Control_files_of_a_package() => Verify(string.Join('\n', PackageDatabase.ControlArgv("/c/bash.deb", "/c/control")));

    [Fact]
    public Task The_command_that_configures_the_packages() => Verify(string.Join('\n', Configuration.Command.Argv));

    [Fact]
    public Task A_configured_root_into_a_tree() => Verify(string.Join('\n', DebianImage.TarArgv("/c/tree")));
}
