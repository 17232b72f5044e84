using SmolVM.Errors;
using SmolVM.Images;

namespace SmolVM.Tests.Images;

public sealed class ImageSourceTests
{
    [Fact]
    public void Base_is_the_default_userland() => Assert.IsType<ImageSource.Base>(Parse("base"));

    [Fact]
    public void Debian_is_one_with_apt_and_systemd() => Assert.IsType<ImageSource.Debian>(Parse("debian"));

    [Fact]
    public void Host_is_the_hosts_own_root() => Assert.IsType<ImageSource.Host>(Parse("host"));

    [Fact]
    public void A_directory_is_one_with_a_slash_or_without() =>
        Assert.Equal(
            [new ImageSource.RootDirectory(Path.GetFullPath("rootfs")), new ImageSource.RootDirectory("/srv/rootfs")],
            new[] { "./rootfs", "/srv/rootfs" }.Select(name => Parse(name, directories: [name])));

    [Fact]
    public void A_pack_is_known_by_its_name() =>
        Assert.Equal(new ImageSource.Pack("/p/App.smolmachine"), Parse("/p/App.smolmachine", files: ["/p/App.smolmachine"]));

    [Theory]
    [InlineData("./app.tar")]
    [InlineData("/p/App.tar.gz")]
    [InlineData("app.TGZ")]
    public void A_container_archive_is_known_by_its_name(string image) =>
        Assert.Equal(new ImageSource.Container(Path.GetFullPath(image)), Parse(image, files: [image]));

    [Fact]
    public void A_directory_that_is_an_OCI_layout_is_a_container_image() =>
        Assert.Equal(
            new ImageSource.Container(Path.GetFullPath("./layout.tar")),
            Parse("./layout.tar", directories: ["./layout.tar"], files: ["./layout.tar/oci-layout"]));

    [Fact]
    public void A_directory_may_be_called_as_an_archive_is() =>
        Assert.IsType<ImageSource.RootDirectory>(Parse("./root.tar", directories: ["./root.tar"]));

    [Fact]
    public void An_archive_that_is_not_there_is_named() =>
        Assert.StartsWith(
            $"There is no container archive '{Path.GetFullPath("app.tar.gz")}'. ",
            Assert.Throws<ImageException>(() => Parse("./app.tar.gz")).Message);

    [Theory]
    [InlineData("", "The image has no name.")]
    [InlineData("windows", "There is no image 'windows'.")]
    [InlineData("./rootfs", "There is no directory './rootfs'.")]
    [InlineData("docker.io/library/python", "There is no directory 'docker.io/library/python'.")]
    [InlineData("app.zip", "The image 'app.zip' is a file of another kind.")]
    public void Others_are_refused_with_what_is_known(string image, string said)
    {
        var refused = Assert.Throws<ImageException>(() => Parse(image, files: ["app.zip"]));

        Assert.Equal(ErrorCodes.Image, refused.Code);
        Assert.StartsWith(said, refused.Message);
        Assert.Contains("Known are 'base', 'debian', 'host', a directory", refused.Message);
    }

    [Theory]
    [InlineData("python:3.12-alpine")]
    [InlineData("mcr.microsoft.com/dotnet/runtime:10.0")]
    [InlineData("localhost:5000/a/b_c:x")]
    [InlineData("alpine@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void A_name_with_a_tag_or_a_digest_is_a_registrys(string image) => Assert.Equal(new ImageSource.Registry(image), Parse(image));

    [Fact]
    public void A_pack_that_is_not_there_is_named_by_its_full_path() => Assert.Equal(
        $"There is no pack '{Path.GetFullPath("App.smolmachine")}'. Check the path, or make it first.",
        Assert.Throws<ImageException>(() => Parse("App.smolmachine")).Message);

    [Fact]
    public void The_root_of_the_host_is_called_host() =>
        Assert.Contains("Name it 'host'", Assert.Throws<ImageException>(() => Parse("/", directories: ["/"])).Message);

    static ImageSource Parse(string image, string[]? directories = null, string[]? files = null) =>
        ImageSource.Parse(image, (directories ?? []).Contains, (files ?? []).Contains);
}
