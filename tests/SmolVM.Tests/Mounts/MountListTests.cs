using SmolVM.Errors;
using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.Tests.Mounts;

public sealed class MountListTests : IDisposable
{
    readonly TemporaryDirectory directory = new();
    readonly string a;
    readonly string b;

    public MountListTests() => (a, b) = (directory.Make("a"), directory.Make("b"));

    public void Dispose() => directory.Dispose();

    [Fact]
    [Trait("Row", "P12")]
    public void Options_without_mounts_have_an_empty_list() => Assert.Empty(new MachineOptions().Mounts);

    [Fact]
    [Trait("Row", "P13")]
    public void Options_keep_a_mount() => Assert.Single(new MachineOptions { Mounts = [new WorkspaceMount(a)] }.Mounts);

    [Fact]
    [Trait("Row", "P14")]
    public void Two_mounts_at_one_guest_path_are_refused() => Refused(
        "Duplicate workspace guest_path: /workspace", () => new MachineOptions { Mounts = [new(a), new(b)] });

    [Fact]
    public void Guest_paths_are_compared_after_normalisation() => Refused(
        "Duplicate workspace guest_path: /w", () => new MachineOptions { Mounts = [new(a, "/w"), new(b, "//w/.")] });

    [Fact]
    [Trait("Row", "P15")]
    public void Two_mounts_with_one_tag_are_refused() => Refused(
        "Duplicate workspace mount tag: share",
        () => new MachineOptions { Mounts = [new(a, "/ws1", "share"), new(b, "/ws2", "share")] });

    [Fact]
    public void A_named_tag_is_compared_with_those_by_position() => Refused(
        "Duplicate workspace mount tag: workspace1",
        () => new MachineOptions { Mounts = [new(a, "/ws1", "workspace1"), new(b, "/ws2")] });

    [Fact]
    public void The_tag_is_looked_at_before_the_guest_path() => Refused(
        "Duplicate workspace mount tag", () => new MachineOptions { Mounts = [new(a, "/w", "t"), new(b, "/w", "t")] });

    [Fact]
    public void Options_changed_by_with_are_checked_too()
    {
        var options = new MachineOptions { Mounts = [new(a)] };

        Refused("Duplicate workspace guest_path", () => options with { Mounts = [.. options.Mounts, new(b)] });
    }

    [Fact]
    public void A_list_that_is_changed_later_does_not_change_the_options()
    {
        List<WorkspaceMount> list = [new(a)];
        var options = new MachineOptions { Mounts = list };

        list.Add(new(b));

        Assert.Single(options.Mounts);
    }

    [Fact]
    public void One_host_directory_can_be_mounted_twice() =>
        Assert.Equal(2, new MachineOptions { Mounts = [new(a, "/x"), new(a, "/y")] }.Mounts.Count);

    [Fact]
    public void Nested_guest_paths_are_mounted_parents_first_and_keep_the_tags_of_their_positions()
    {
        var tagged = MountList.Tagged([new(a, "/w/x/y"), new(b, "/w"), new(a, "/v"), new(b, "/w/x")]);

        Assert.Equal(
            ["/w workspace1", "/v workspace2", "/w/x workspace3", "/w/x/y workspace0"],
            tagged.Select(mount => $"{mount.Mount.GuestPath} {mount.Tag}"));
    }

    [Fact]
    [Trait("Row", "H19")]
    [Trait("Row", "H20")]
    [Trait("Row", "H21")]
    public void A_directory_that_has_gone_is_found_before_the_start()
    {
        WorkspaceMount[] mounts = [new(a), new(b, "/b"), new(directory.Path, "/c")];
        Directory.Delete(a);
        Directory.Delete(b);
        directory.Write("b", "a file now");

        Refused($"Machine 'm1' cannot start because a shared folder is missing: {a}, {b}.", () => MountList.EnsurePresent("m1", mounts));
    }

    [Fact]
    public void Directories_that_are_there_are_no_reason_to_refuse() => MountList.EnsurePresent("m1", [new WorkspaceMount(a)]);

    [Fact]
    public void Mounts_given_beside_options_that_have_some_are_refused() => Refused(
        "already set on the provided MachineOptions", () => MountConflicts.Check(["/x"], writable: false, [new WorkspaceMount(a)]));

    [Fact]
    public void A_writable_switch_without_mounts_is_refused() =>
        Refused("writable_mounts requires", () => MountConflicts.Check([], writable: true, []));

    [Fact]
    public void Mounts_in_one_place_are_no_conflict()
    {
        MountConflicts.Check(["/x"], writable: true, []);
        MountConflicts.Check([], writable: false, [new WorkspaceMount(a)]);
    }

    static void Refused(string fragment, Action act)
    {
        var error = Assert.Throws<MountException>(act);
        Assert.Equal(ErrorCodes.MountRefused, error.Code);
        Assert.Contains(fragment, error.Message);
    }

    static void Refused(string fragment, Func<object> make) => Refused(fragment, () => { make(); });
}
