using SmolVM.Mounts;
using SmolVM.Smolvm;

namespace SmolVM.Tests.Smolvm;

public sealed class VolumeMountsTests
{
    static readonly WorkspaceMount[] Mounts =
        [new("/usr", "/workspace"), new("/etc", "/it's", "config"), new("/opt", "/out", writable: true)];

    [Fact]
    public Task The_script_lays_the_overlays() =>
        Verify(VolumeMounts.Script([.. MountList.Tagged(Mounts).Where(tagged => !tagged.Mount.Writable)]));

    [Fact]
    public void A_mount_is_a_read_only_volume_of_its_own_place_and_a_writable_one_is_where_it_is_seen() => Assert.Equal(
        [
            new VolumeArgument("/usr", "/.smolvm/lower/workspace0", ReadOnly: true),
            new VolumeArgument("/etc", "/.smolvm/lower/config", ReadOnly: true),
            new VolumeArgument("/opt", "/out", ReadOnly: false),
        ],
        VolumeMounts.Volumes(Mounts));
}
