using SmolVM.Processes;

namespace SmolVM.Tests.Processes;

public sealed class DetachedArgvTests
{
    [Fact]
    public Task It_has_a_session_and_streams_of_its_own() =>
        Verify(string.Join('\n', DetachedArgv.Wrap(["qemu", "-name", "a b"], "/run/m 1/qemu.log")));
}
