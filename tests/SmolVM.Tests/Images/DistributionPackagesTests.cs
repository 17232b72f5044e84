using System.Runtime.InteropServices;
using SmolVM.Errors;
using SmolVM.Images;

namespace SmolVM.Tests.Images;

public sealed class DistributionPackagesTests
{
    [Fact]
    public Task The_table() => Verify(string.Join("\n\n", Table.Select(Describe)));

    [Theory]
    [InlineData("ID=debian\nVERSION_ID=\"12\"", "debian-12")]
    [InlineData("ID=debian\nVERSION_ID=\"13\"\n", "debian-13")]
    [InlineData("# comment=1\nNAME=\"Ubuntu\"\nID=ubuntu\nID_LIKE=debian\nVERSION_ID='24.04'\n", "ubuntu-24.04")]
    public void Hosts_that_are_known(string osRelease, string name) =>
        Assert.Equal(name, DistributionPackages.For(OsRelease.Parse(osRelease), Architecture.X64).Name);

    [Theory]
    [InlineData("ID=fedora\nVERSION_ID=41\nPRETTY_NAME=\"Fedora Linux 41\"", Architecture.X64, "'Fedora Linux 41' on X64")]
    [InlineData("ID=debian\nVERSION_ID=\"11\"", Architecture.X64, "'debian 11' on X64")]
    [InlineData("ID=debian\nPRETTY_NAME=\"Debian GNU/Linux forky/sid\"", Architecture.X64, "'Debian GNU/Linux forky/sid'")]
    [InlineData("ID=debian\nVERSION_ID=\"12\"", Architecture.Arm64, "on Arm64")]
    [InlineData("", Architecture.X64, "'linux' on X64")]
    public void Others_are_refused_with_what_they_are_and_what_is_known(string osRelease, Architecture architecture, string said)
    {
        var refused = Assert.Throws<HostNotSupportedException>(() => DistributionPackages.For(OsRelease.Parse(osRelease), architecture));

        Assert.Equal(ErrorCodes.HostNotSupported, refused.Code);
        Assert.Contains(said, refused.Message);
        Assert.Contains("Debian 12, Debian 13 and Ubuntu 24.04", refused.Message);
    }

    static DistributionPackages[] Table =>
        [DistributionPackages.Debian12, DistributionPackages.Debian13, DistributionPackages.Ubuntu2404];

    static string Describe(DistributionPackages packages) => string.Join('\n',
    [
        packages.Name,
        $"kernel: {packages.KernelMeta} -> {string.Join(' ', packages.KernelParts)}",
        $"kit:    {string.Join(' ', packages.KitUserland)}",
        $"base:   {string.Join(' ', packages.Base)}",
    ]);
}
