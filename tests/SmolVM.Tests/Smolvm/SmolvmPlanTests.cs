using SmolVM.Errors;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Packs;
using SmolVM.Smolvm;
using static SmolVM.Tests.Smolvm.Argv;

namespace SmolVM.Tests.Smolvm;

/// <summary>What is called to make a machine, and what is refused because a version would not keep to it.</summary>
public sealed class SmolvmPlanTests
{
    static readonly SmolvmImage Registry = new(SmolvmImageKind.Registry, "alpine:3.20");
    static readonly SmolvmImage Pack = new(SmolvmImageKind.Pack, "/p/app.smolmachine");
    static readonly MachineOptions Closed = new();
    static readonly MachineOptions Open = new() { Network = true };
    static readonly MachineOptions Listed = new() { AllowCidrs = ["10.0.0.0/8"] };

    [Theory]
    [InlineData("0.8.0")]
    [InlineData("1.0.0")]
    [InlineData("1.9.3")]
    public Task An_open_machine_of_a_registry_image(string version) => VerifyPlan(Open, Registry, null, version);

    [Theory]
    [InlineData("0.8.0")]
    [InlineData("1.9.3")]
    public Task A_closed_machine_of_a_pack(string version) => VerifyPlan(Closed, Pack, Manifest(network: false), version);

    [Theory]
    [InlineData("0.8.0")]
    [InlineData("1.9.3")]
    public Task A_closed_machine_of_a_pack_that_opens_the_network(string version) =>
        VerifyPlan(Closed, Pack, Manifest(network: true), version);

    [Theory]
    [InlineData("1.0.2")]
    [InlineData("1.1.3")]
    public Task A_machine_with_a_list(string version) => VerifyPlan(Listed, Registry, null, version);

    [Fact]
    public Task Numbers_that_the_program_takes_for_the_packs_are_set_by_another_call() =>
        VerifyPlan(Closed with { Cpus = 4, MemoryMiB = 8192 }, Pack, Manifest(network: false), "1.9.3");

    [Fact]
    public Task A_machine_whose_writes_are_kept_has_a_disk_of_its_own_size() =>
        VerifyPlan(
            Open with { RootUpper = RootUpper.Disk, DiskMiB = 1500, Environment = new Dictionary<string, string> { ["A"] = "1" } },
            Registry, null, "1.9.3");

    [Fact]
    public void A_closed_machine_of_a_registry_image_is_packed_first() => Assert.Equal(
        [true, false, false, false],
        new[]
        {
            SmolvmPlan.PacksFirst(Closed, Registry), SmolvmPlan.PacksFirst(Open, Registry), SmolvmPlan.PacksFirst(Listed, Registry),
            SmolvmPlan.PacksFirst(Closed, Pack),
        });

    [Theory]
    [InlineData("1.0.1", "1.0.2")]
    [InlineData("0.8.0", "1.0.2")]
    public void A_list_that_a_version_does_not_keep_to_is_refused(string version, string needed) =>
        RefusesEgress(() => Plan(Listed, Registry, null, version), needed);

    [Theory]
    [InlineData("0.8.0")]
    [InlineData("1.7.7")]
    public void A_list_that_a_version_drops_with_a_pack_is_refused(string version) =>
        RefusesEgress(() => Plan(Listed, Pack, Manifest(network: false), version), "1.8.0");

    [Fact]
    public void A_pack_that_opens_the_network_is_refused_where_it_cannot_be_closed() =>
        RefusesEgress(() => Plan(Closed, Pack, Manifest(network: true), "0.6.2"), "0.6.3");

    [Fact]
    public void Ports_of_a_closed_machine_are_refused_for_they_would_open_it() =>
        RefusesEgress(() => Plan(Closed with { Ports = [80] }, Registry, null, "1.9.3"), "port 80");

    [Theory]
    [InlineData("1.0.1", null)]
    [InlineData("1.0.2", "virtio-net")]
    [InlineData("1.0.3", "virtio-net")]
    [InlineData("1.0.4", null)]
    public void Ports_have_the_backend_that_the_version_needs(string version, string? backend) =>
        Assert.Equal(backend, Plan(Open with { Ports = [80] }, Registry, null, version).Create.NetworkBackend);

    [Theory]
    [InlineData("0.8.0")]
    [InlineData("1.3.3")]
    public void A_pack_that_would_lose_the_images_layers_is_refused_and_names_the_property(string version) =>
        RefusesEgress(() => SmolvmPackRules.Ensure(Closed, Registry, SmolvmVersion.Parse(version), onLinux: true), "SmolNet");

    [Theory]
    [InlineData("0.8.0")]
    [InlineData("1.0.2")]
    [InlineData("1.9.3")]
    public void An_open_machine_of_an_image_can_be_packed(string version) =>
        SmolvmPackRules.Ensure(Open, Registry, SmolvmVersion.Parse(version), onLinux: true);

    [Theory]
    [InlineData("0.5.13", "0.5.19")]
    [InlineData("0.5.18", "0.5.19")]
    [InlineData("1.1.0", "1.2.2")]
    [InlineData("1.2.1", "1.2.2")]
    public void A_version_that_cannot_pack_is_refused_with_one_that_can(string version, string needed)
    {
        var refusal = Assert.Throws<SmolVmException>(
            () => SmolvmPackRules.Ensure(Open, Registry, SmolvmVersion.Parse(version), onLinux: true));

        Assert.Contains($"needs smolvm {needed}, found {version}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_of_an_archive_cannot_be_packed() => Assert.Throws<ImageException>(() => SmolvmPackRules.EnsurePulled(
        Open with { Image = "app.tar" }, new SmolvmImage(SmolvmImageKind.Archive, "/tmp/app.tar")));

    [Fact]
    public void What_a_version_does_to_packs_is_said() => Assert.Equal(
        [true, true, false],
        new[] { V080, new SmolvmVersion(1, 8, 0), V193 }.Select(version => SmolvmPackRules.Notice(Registry, version) is not null));

    [Fact]
    public void Base_is_a_userland_of_the_registry() =>
        Assert.Equal(new SmolvmImage(SmolvmImageKind.Registry, SmolvmImage.BaseReference), SmolvmImage.Parse("base"));

    [Theory]
    [InlineData("host")]
    [InlineData("/usr")]
    public void What_only_the_other_engine_can_boot_is_refused_with_it(string image) =>
        Assert.Contains(
            "SMOLVM_ENGINE=qemu", Assert.Throws<ImageException>(() => SmolvmImage.Parse(image)).Message, StringComparison.Ordinal);

    static Task VerifyPlan(MachineOptions options, SmolvmImage image, PackManifest? manifest, string version)
    {
        var plan = Plan(options, image, manifest, version);
        var parsed = SmolvmVersion.Parse(version);
        return Verify(Lines([.. plan.Create.Argv(parsed), .. plan.Update?.Argv(parsed) ?? []]));
    }

    static SmolvmPlan Plan(MachineOptions options, SmolvmImage image, PackManifest? manifest, string version) =>
        SmolvmPlan.Of("agent", options, image, manifest, SmolvmVersion.Parse(version));

    static void RefusesEgress(Action call, string named)
    {
        var refusal = Assert.Throws<SmolVmException>(call);

        Assert.Equal(ErrorCodes.Egress, refusal.Code);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    static PackManifest Manifest(bool network) => new()
    {
        Image = "alpine:3.20",
        Digest = "sha256:0",
        Platform = "linux/amd64",
        Cpus = 2,
        MemoryMiB = 512,
        Network = network,
        Assets = new PackAssets { Libraries = [], AgentRootfs = new PackAsset("agent-rootfs.tar", 0), Layers = [] },
    };
}
