using SmolVM.Images;

namespace SmolVM.Tests.Images;

public sealed class AptRootTests
{
    static readonly AptRoot Apt = new("/cache/apt-debian-12");

    [Fact]
    public Task Configuration() => Verify(Apt.ConfigurationText);

    [Fact]
    public Task Configuration_with_other_sources() => Verify((Apt with { Sources = "deb http://a.org/debian trixie main\n" }).ConfigurationText);

    [Fact]
    public Task Packages_with_all_that_they_need() => Verify(string.Join('\n', Apt.DependenciesArgv(["qemu-system-x86", "zstd"])));

    [Fact]
    public Task Update() => Verify(string.Join('\n', Apt.UpdateArgv));

    [Fact]
    public Task Show() => Verify(string.Join('\n', Apt.ShowArgv("linux-image-amd64")));

    [Fact]
    public Task Uris() => Verify(string.Join('\n', Apt.UrisArgv(["bash", "libc6"])));

    [Fact]
    public Task Download() =>
        Verify(string.Join('\n', Apt.DownloadArgv([new PackageFile("busybox-static", "1:1.35.0-4+b4", "busybox.deb", 1)])));

    [Theory]
    [InlineData("/ca\"che")]
    [InlineData("/ca\\che")]
    [InlineData("/ca\nche")]
    public void A_path_that_apt_cannot_take_is_refused(string path) =>
        Assert.Contains("SMOLVM_CACHE", Assert.Throws<ImageException>(() => new AptRoot(path).ConfigurationText).Message);

    [Fact]
    public void Uris_are_read_as_packages_in_the_order_of_their_names()
    {
        const string Printed = """
            'http://a.org/main/busybox-static_1.35.0-4%2bb1_amd64.deb' busybox-static_1%3a1.35.0-4+b1_amd64.deb 928188 SHA256:3d3f
            'http://a.org/main/bash_5.2.15-2%2bb13_amd64.deb' bash_5.2.15-2+b13_amd64.deb 1490652 SHA256:8213
            """;

        Assert.Equal(
            [
                new PackageFile("bash", "5.2.15-2+b13", "bash_5.2.15-2+b13_amd64.deb", 1490652),
                new PackageFile("busybox-static", "1:1.35.0-4+b1", "busybox-static_1%3a1.35.0-4+b1_amd64.deb", 928188),
            ],
            PackageFile.ParseUris(Printed));
    }

    [Theory]
    [InlineData("Package: linux-image-amd64\nDepends: linux-image-6.1.0-56-amd64 (= 6.1.192-2)\nSize: 1480\n", "6.1.0-56-amd64")]
    [InlineData("Depends: linux-image-6.12.107+deb13-amd64 (= 6.12.107-1)", "6.12.107+deb13-amd64")]
    [InlineData(
        "Depends: linux-image-6.8.0-151-generic, linux-modules-extra-6.8.0-151-generic, linux-firmware", "6.8.0-151-generic")]
    [InlineData("Depends: linux-image-unsigned, linux-image-", null)]
    [InlineData("", null)]
    public void The_newest_kernel_is_what_the_meta_package_depends_on(string shown, string? release) =>
        Assert.Equal(release, KernelPackages.Release(shown));

    [Fact]
    public void A_kernel_can_have_several_packages() =>
        Assert.Equal(
            ["linux-image-6.8.0-1-generic", "linux-modules-6.8.0-1-generic", "linux-modules-extra-6.8.0-1-generic"],
            KernelPackages.Of(DistributionPackages.Ubuntu2404, "6.8.0-1-generic"));

    [Fact]
    public void Errors_of_apt_are_told_without_their_marks() =>
        Assert.Equal(
            "Failed to fetch http://x/InRelease  Connection refused; Unable to locate package bash",
            AptErrors.Of("W: GPG: odd\nW: Failed to fetch http://x/InRelease  Connection refused\nE: Unable to locate package bash\n"));

    [Fact]
    public void Warnings_are_no_errors() => Assert.Null(AptErrors.Of("W: The repository is old\n"));
}
