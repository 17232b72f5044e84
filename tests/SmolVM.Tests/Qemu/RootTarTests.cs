using SmolVM.Qemu;

namespace SmolVM.Tests.Qemu;

public sealed class RootTarTests
{
    [Fact]
    public Task The_command_that_tars_a_root() => Verify(string.Join('\n', RootTar.Command.Argv));
}
