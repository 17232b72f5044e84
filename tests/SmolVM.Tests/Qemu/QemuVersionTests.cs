using SmolVM.Qemu;

namespace SmolVM.Tests.Qemu;

public sealed class QemuVersionTests
{
    [Theory]
    [InlineData("QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)\nCopyright (c)", "7.2.22")]
    [InlineData("QEMU emulator version 10.0.2", "10.0.2")]
    [InlineData("QEMU emulator version 8.2\n", "8.2")]
    public void The_number_is_read(string output, string version) =>
        Assert.Equal(Version.Parse(version), QemuVersion.Parse(output)!.Version);

    [Theory]
    [InlineData("")]
    [InlineData("qemu-img version 7.2.22")]
    [InlineData("QEMU emulator version seven")]
    public void Anything_else_is_no_version(string output) => Assert.Null(QemuVersion.Parse(output));
}
