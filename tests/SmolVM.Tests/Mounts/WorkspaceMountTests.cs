using SmolVM.Errors;
using SmolVM.Mounts;

namespace SmolVM.Tests.Mounts;

/// <summary>The trait <c>Row</c> is the id in the parity checklist for workspace mounts; rows without one are cases of our own.</summary>
public sealed class WorkspaceMountTests : IDisposable
{
    readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    [Trait("Row", "P01")]
    [Trait("Row", "H09")]
    public void A_mount_has_the_resolved_host_path_and_defaults()
    {
        var mount = new WorkspaceMount(directory.Path + "/./");

        Assert.Equal((directory.Path, "/workspace", null, false), (mount.HostPath, mount.GuestPath, mount.MountTag, mount.Writable));
    }

    [Fact]
    [Trait("Row", "P02")]
    public void A_host_path_that_does_not_exist_is_refused() =>
        Refused($"does not exist: {directory["none"]}", () => new WorkspaceMount(directory["none"]));

    [Fact]
    [Trait("Row", "P03")]
    public void A_file_as_host_path_is_refused()
    {
        var file = directory.Write("file", "");

        Refused($"not a directory: {file}", () => new WorkspaceMount(file));
    }

    [Theory]
    [Trait("Row", "P04")]
    [InlineData("relative/path")]
    [InlineData("")]
    [InlineData("~/x")]
    public void A_relative_guest_path_is_refused(string path) =>
        Refused($"absolute path: '{path}'", () => new WorkspaceMount(directory.Path, path));

    [Fact]
    [Trait("Row", "P05")]
    public void A_guest_path_is_kept() => Assert.Equal("/mnt/data", new WorkspaceMount(directory.Path, "/mnt/data").GuestPath);

    [Fact]
    [Trait("Row", "P06")]
    public void A_tag_is_kept() => Assert.Equal("myshare", new WorkspaceMount(directory.Path, mountTag: "myshare").MountTag);

    [Theory]
    [Trait("Row", "P07")]
    [InlineData(0)]
    [InlineData(5)]
    public void A_named_tag_does_not_depend_on_the_position(int index) =>
        Assert.Equal("myshare", new WorkspaceMount(directory.Path, mountTag: "myshare").ResolvedTag(index));

    [Theory]
    [Trait("Row", "P08")]
    [InlineData(0, "workspace0")]
    [InlineData(3, "workspace3")]
    public void A_tag_by_position_has_no_hyphen(int index, string tag) =>
        Assert.Equal(tag, new WorkspaceMount(directory.Path).ResolvedTag(index));

    [Fact]
    [Trait("Row", "H10")]
    public void A_mount_can_be_writable() => Assert.True(new WorkspaceMount(directory.Path, writable: true).Writable);

    [Fact]
    public void An_empty_tag_counts_as_none()
    {
        var mount = new WorkspaceMount(directory.Path, mountTag: "");

        Assert.Equal((null, "workspace1"), (mount.MountTag, mount.ResolvedTag(1)));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("a,b")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("-x")]
    [InlineData("ü")]
    [InlineData("a\n")]
    [InlineData("root0")]
    public void A_tag_that_needs_care_or_is_taken_is_refused(string tag) =>
        Refused($"mount tag '{tag}'", () => new WorkspaceMount(directory.Path, mountTag: tag));

    [Fact]
    public void A_tag_has_at_most_31_bytes()
    {
        Assert.Equal(31, new WorkspaceMount(directory.Path, mountTag: new string('t', 31)).MountTag!.Length);
        Refused("has 32 bytes. Shorten it to at most 31 bytes", () => new WorkspaceMount(directory.Path, mountTag: new string('t', 32)));
        Refused("has 32 bytes", () => new WorkspaceMount(directory.Path, mountTag: new string('ü', 16)));
    }

    [Theory]
    [InlineData("//a///b/", "/a/b")]
    [InlineData("/./a/.", "/a")]
    [InlineData("/...", "/...")]
    [InlineData("/a b/it's/\"q\"\n/ü", "/a b/it's/\"q\"\n/ü")]
    [InlineData("/dev/../x", null)]
    [InlineData("/a/..", null)]
    [InlineData("/", null)]
    [InlineData("//./", null)]
    [InlineData("/a\0b", null)]
    [InlineData("/proc", null)]
    [InlineData("/run/", null)]
    [InlineData("/sys/fs", null)]
    [InlineData("/run/smolvm/mounts", null)]
    [InlineData("/run/user", "/run/user")]
    [InlineData("/process", "/process")]
    public void A_guest_path_is_normalised_or_refused(string path, string? normal)
    {
        if (normal is null)
            Refused("guest path of a mount", () => new WorkspaceMount(directory.Path, path));
        else
            Assert.Equal(normal, new WorkspaceMount(directory.Path, path).GuestPath);
    }

    [Fact]
    public void A_host_path_with_a_comma_is_kept() =>
        Assert.Equal(directory["a,b"], new WorkspaceMount(directory.Make("a,b")).HostPath);

    [Fact]
    public void Symbolic_links_in_a_host_path_are_resolved_as_the_kernel_does()
    {
        directory.Make("real/inner");
        directory.Make("real/sibling");
        Directory.CreateSymbolicLink(directory["absolute"], directory["real/inner"]);
        Directory.CreateSymbolicLink(directory["relative"], "absolute");

        Assert.Equal(directory["real/inner"], new WorkspaceMount(directory["absolute"]).HostPath);
        Assert.Equal(directory["real/inner"], new WorkspaceMount(directory["relative/."]).HostPath);
        // Not the parent of the link: the parent of what it names.
        Assert.Equal(directory["real/sibling"], new WorkspaceMount(directory["relative/../sibling"]).HostPath);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_refused_with_what_it_names()
    {
        Directory.CreateSymbolicLink(directory["dangling"], "gone");
        Directory.CreateSymbolicLink(directory["loop"], "loop");

        Refused($"does not exist: {directory["gone"]}", () => new WorkspaceMount(directory["dangling"]));
        Refused("too many symbolic links", () => new WorkspaceMount(directory["loop"]));
    }

    [Fact]
    public void A_leading_tilde_is_the_home_directory()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

        Assert.Equal(new WorkspaceMount(home).HostPath, new WorkspaceMount("~").HostPath);
        Refused($"does not exist: {new WorkspaceMount(home).HostPath}/no such directory", () => new WorkspaceMount("~/no such directory"));
    }

    [Fact]
    public void A_relative_host_path_starts_from_the_working_directory() =>
        Assert.Equal(new WorkspaceMount(Environment.CurrentDirectory).HostPath, new WorkspaceMount(".").HostPath);

    [Theory]
    [InlineData("")]
    [InlineData("/tmp\0")]
    public void A_host_path_that_is_none_is_refused(string path) => Refused("host path of a mount", () => new WorkspaceMount(path));

    static void Refused(string fragment, Func<WorkspaceMount> make)
    {
        var error = Assert.Throws<MountException>(make);
        Assert.Equal(ErrorCodes.MountRefused, error.Code);
        Assert.Contains(fragment, error.Message);
    }
}
