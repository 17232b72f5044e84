using SmolVM.Mounts;

namespace SmolVM.Tests.Mounts;

public sealed class MountScriptTests
{
    [Fact]
    public Task An_overlay_and_a_writable_mount() =>
        Verify(Build(new("/usr"), new("/usr", "/it's here/a b\nc ü", "out.1", writable: true)));

    [Fact]
    public Task No_mounts() => Verify(Build());

    [Fact]
    public void The_options_are_those_that_were_measured()
    {
        var script = Build(new("/usr"), new("/usr", "/out", writable: true));

        Assert.Contains("mount -t 9p -o trans=virtio,version=9p2000.L,ro,msize=512000,access=any,cache=loose 'workspace0'", script);
        Assert.Contains("mount -t 9p -o trans=virtio,version=9p2000.L,rw,msize=512000,access=any,cache=mmap 'workspace1'", script);
    }

    static string Build(params WorkspaceMount[] mounts) => MountScript.Build(MountList.Tagged(mounts), "/run/smolvm/upper");
}
