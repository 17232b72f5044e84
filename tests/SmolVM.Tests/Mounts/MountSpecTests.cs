using SmolVM.Mounts;

namespace SmolVM.Tests.Mounts;

public sealed class MountSpecTests : IDisposable
{
    readonly TemporaryDirectory directory = new();
    readonly string a;
    readonly string b;

    public MountSpecTests() => (a, b) = (directory.Make("a"), directory.Make("b"));

    public void Dispose() => directory.Dispose();

    [Fact]
    [Trait("Row", "P35")]
    public void One_host_path_goes_to_workspace() => Assert.Equal([$"{a} /workspace"], Parse(a));

    [Fact]
    [Trait("Row", "P36")]
    public void What_follows_the_colon_is_the_guest_path() => Assert.Equal([$"{a} /code"], Parse($"{a}:/code"));

    [Fact]
    [Trait("Row", "P37")]
    public void Several_host_paths_are_numbered_with_a_hyphen() => Assert.Equal([$"{a} /workspace-0", $"{b} /workspace-1"], Parse(a, b));

    [Fact]
    [Trait("Row", "P38")]
    public void The_number_counts_all_specs()
    {
        Assert.Equal([$"{a} /workspace-0", $"{b} /data"], Parse(a, $"{b}:/data"));
        Assert.Equal([$"{b} /data", $"{a} /workspace-1"], Parse($"{b}:/data", a));
    }

    [Fact]
    [Trait("Row", "H39")]
    public void The_switch_for_write_access_is_for_the_whole_list() =>
        Assert.All(MountSpec.Parse([a, b], writable: true), mount => Assert.True(mount.Writable));

    [Fact]
    [Trait("Row", "H40")]
    public void Without_the_switch_nothing_is_writable() => Assert.All(MountSpec.Parse([a, b]), mount => Assert.False(mount.Writable));

    [Fact]
    public void No_specs_are_no_mounts() => Assert.Empty(MountSpec.Parse([]));

    [Fact]
    public void An_empty_spec_is_refused() => Refused("A mount is empty", "");

    [Fact]
    public void A_spec_without_host_path_is_refused() => Refused("':/data' has no host path", ":/data");

    [Fact]
    public void A_spec_with_an_empty_guest_path_is_refused() => Refused("absolute path: ''", $"{a}:");

    [Fact]
    public void A_colon_in_a_host_path_needs_a_guest_path_and_the_message_says_so()
    {
        var odd = directory.Make("c:d");

        Refused($"for a host path with a colon in it write '{odd}:/workspace'", odd);
        Assert.Equal([$"{odd} /x"], Parse($"{odd}:/x"));
    }

    [Fact]
    public void A_third_part_is_not_known() => Refused("'ro'", $"{a}:/data:ro");

    [Fact]
    public void A_relative_host_path_starts_from_the_given_directory() =>
        Assert.Equal($"{a} /x", Show(MountSpec.Parse(["a:/x"], baseDirectory: directory.Path)[0]));

    [Fact]
    public void A_relative_host_path_starts_from_the_working_directory_otherwise() =>
        Assert.Equal(new WorkspaceMount(".").HostPath, MountSpec.Parse(["."])[0].HostPath);

    [Fact]
    public void A_tilde_is_expanded() =>
        Assert.Equal(new WorkspaceMount("~").HostPath, MountSpec.Parse(["~:/x"], baseDirectory: a)[0].HostPath);

    [Fact]
    public void A_host_path_with_a_comma_is_a_host_path() => Assert.Equal([$"{directory.Make("c,d")} /x"], Parse($"{directory["c,d"]}:/x"));

    [Fact]
    public void A_duplicate_guest_path_is_refused_here_too() => Refused("Duplicate workspace guest_path: /x", $"{a}:/x", $"{b}:/x/");

    [Fact]
    public void A_default_guest_path_collides_with_an_explicit_one() =>
        Refused("Duplicate workspace guest_path: /workspace-0", a, $"{b}:/workspace-0");

    [Fact]
    public void A_directory_that_does_not_exist_is_refused() => Refused($"does not exist: {directory["none"]}", directory["none"]);

    static void Refused(string fragment, params string[] specs) =>
        Assert.Contains(fragment, Assert.Throws<MountException>(() => MountSpec.Parse(specs)).Message);

    static string[] Parse(params string[] specs) => [.. MountSpec.Parse(specs).Select(Show)];

    static string Show(WorkspaceMount mount) => $"{mount.HostPath} {mount.GuestPath}";
}
