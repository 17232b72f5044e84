using SmolVM.Mounts;

namespace SmolVM.Tests.Mounts;

public sealed class MountSlotTests
{
    [Fact]
    public void A_machine_without_mounts_has_four_empty_slots() => Assert.Equal(
        [new("workspace0", null, false), new("workspace1", null, false), new("workspace2", null, false), new("workspace3", null, false)],
        MountSlot.Of([]));

    [Fact]
    public void Mounts_take_the_first_slots_and_keep_the_tags() => Assert.Equal(
        ["workspace0", "workspace1", "workspace2", "workspace3"],
        MountSlot.Of([new("/usr"), new("/etc", "/out", writable: true)]).Select(slot => slot.Tag));

    [Fact]
    public void What_is_mounted_is_seen_and_the_rest_is_empty() => Assert.Equal(
        [("/usr", false), ("/etc", true), (null, false), (null, false)],
        MountSlot.Of([new("/usr"), new("/etc", "/out", writable: true)]).Select(slot => (slot.HostPath, slot.Writable)));

    [Fact]
    public void An_explicit_tag_that_is_a_later_slots_takes_its_place() => Assert.Equal(
        ["workspace2", "workspace1", "workspace3"],
        MountSlot.Of([new("/usr", mountTag: "workspace2")]).Select(slot => slot.Tag));

    [Fact]
    public void More_than_four_mounts_have_a_slot_each() => Assert.Equal(
        ["workspace0", "workspace1", "workspace2", "workspace3", "workspace4"],
        MountSlot.Of([.. Enumerable.Range(0, 5).Select(n => new WorkspaceMount("/usr", $"/w{n}"))]).Select(slot => slot.Tag));
}
