using SmolVM.Build.Items;

namespace SmolVM.Build.Tests;

public sealed class GuestLayoutTests : IDisposable
{
    readonly string project = Directory.CreateTempSubdirectory("smolvm:layout-").FullName;
    readonly string publish;

    public GuestLayoutTests() => publish = Directory.CreateDirectory(Path.Combine(project, "obj/smolpack/publish")).FullName;

    public void Dispose() => Directory.Delete(project, recursive: true);

    [Fact]
    public void The_program_is_seen_through_the_project()
    {
        var layout = GuestLayout.Of(project, true, "/src", [], publish);

        Assert.Equal("/src/obj/smolpack/publish", layout.PublishPath);
        Assert.Equal([(project, "/src")], layout.Mounts.Select(mount => (mount.HostPath, mount.GuestPath)));
    }

    [Fact]
    public void Without_the_project_the_program_has_a_mount_of_its_own()
    {
        var layout = GuestLayout.Of(project, false, "/src", [], publish);

        Assert.Null(layout.ProjectPath);
        Assert.Equal([(publish, "/run/smolpublish")], layout.Mounts.Select(mount => (mount.HostPath, mount.GuestPath)));
    }

    [Fact]
    public void A_program_outside_the_project_has_a_mount_of_its_own()
    {
        var layout = GuestLayout.Of(publish, true, "/src", [], project);

        Assert.Equal("/run/smolpublish", layout.PublishPath);
        Assert.Equal([(publish, "/src"), (project, "/run/smolpublish")], layout.Mounts.Select(mount => (mount.HostPath, mount.GuestPath)));
    }

    [Fact]
    public void Guest_paths_may_have_a_colon_before_a_slash()
    {
        var layout = GuestLayout.Of(project, true, "/a:/b", [new MountItem(publish, "/c:/d")], publish);

        Assert.Equal([(project, "/a:/b"), (publish, "/c:/d")], layout.Mounts.Select(mount => (mount.HostPath, mount.GuestPath)));
    }

    [Fact]
    public void Items_come_after_the_project_and_get_the_next_positions()
    {
        var layout = GuestLayout.Of(
            project, true, "/src", [new MountItem("/"), new MountItem("/usr:/w", Tag: "tag", Writable: true)], publish);

        Assert.Equal(["/src", "/workspace-1", "/w"], layout.Mounts.Select(mount => mount.GuestPath));
        Assert.Equal(["workspace0", "workspace1", "tag"], layout.Mounts.Select((mount, index) => mount.ResolvedTag(index)));
        Assert.True(layout.Mounts[2].Writable);
    }
}
