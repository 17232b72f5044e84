using System.Text;
using SmolVM.Errors;
using SmolVM.Machines;
using SmolVM.Packs;
using SmolVM.Tests.Packs;
using SmolVM.Tool.Arguments;
using SmolVM.Tool.Packs;

namespace SmolVM.Tool.Tests.Packs;

public sealed class PackStartTests : IDisposable
{
    static readonly PackStartWishes None = new(null, null, false, new Dictionary<string, string>(), [], [], null);

    static readonly PackManifest Manifest = PackManifestJson.Read(Encoding.UTF8.GetBytes(RawPack.MinimalManifest)) with
    {
        Entrypoint = ["/bin/app", "-v"],
        Command = ["serve"],
        WorkingDirectory = "/srv",
        MemoryMiB = 64,
    };

    readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_pack_runs_its_entry_point_with_its_arguments_or_what_was_asked_for()
    {
        Assert.Equal(["/bin/app", "-v", "serve"], PackStart.Of(Manifest, "a", null).Program);
        Assert.Equal(["ls", "-l"], PackStart.Of(Manifest, "a", ["ls", "-l"]).Program);
        Assert.Equal("/srv", PackStart.Of(Manifest, "a", null).Directory);
    }

    [Fact]
    public void The_machine_is_what_the_pack_says_and_has_the_memory_that_every_machine_needs()
    {
        var machine = PackStart.Of(Manifest, "/packs/a.smolmachine", null).Machine(None);

        Assert.Equal(("/packs/a.smolmachine", 4, 128, false, RootUpper.Memory), Said(machine));
    }

    [Fact]
    public void What_was_asked_for_counts_more_than_what_the_pack_says()
    {
        var wishes = new PackStartWishes(1, 512, true, new Dictionary<string, string> { ["A"] = "1" }, [], [new PortPair(8080, 80)], 2);

        var machine = PackStart.Of(Manifest, "/packs/a.smolmachine", null).Machine(wishes);

        Assert.Equal(("/packs/a.smolmachine", 1, 512, true, RootUpper.Disk), Said(machine));
        Assert.Equal((2048, "1", 8080), (machine.DiskMiB, machine.Environment["A"], machine.HostPorts[80]));
    }

    [Fact]
    public void A_pack_may_open_the_network_by_itself() =>
        Assert.True(PackStart.Of(Manifest with { Network = true }, "a", null).Machine(None).Network);

    [Theory]
    [InlineData("", true)]
    [InlineData(":rw", true)]
    [InlineData(":ro", false)]
    public void A_volume_is_a_mount(string mode, bool writable)
    {
        var machine = PackStart.Of(Manifest, "a", null).Machine(None with { Volumes = [$"{folder.Path}:/data{mode}"] });

        Assert.Equal(("/data", writable), (machine.Mounts[0].GuestPath, machine.Mounts[0].Writable));
    }

    [Theory]
    [InlineData("/tmp")]
    [InlineData("/tmp:/data:rx")]
    public void A_volume_that_is_none_is_refused(string volume) => Assert.Contains(
        $"'{volume}'",
        Assert.ThrowsAny<SmolVmException>(() => PackStart.Of(Manifest, "a", null).Machine(None with { Volumes = [volume] })).Message,
        StringComparison.Ordinal);

    static (string Image, int Cpus, int? Memory, bool Network, RootUpper Upper) Said(MachineOptions options) =>
        (options.Image, options.Cpus, options.MemoryMiB, options.Network, options.RootUpper);
}
