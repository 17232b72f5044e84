using System.Text.Json;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Qemu.Stored;

namespace SmolVM.Tests.Machines;

public sealed class StoredOptionsTests : IDisposable
{
    readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    MachineOptions All => new()
    {
        Name = "m1",
        Image = "./rootfs/",
        Init = "/sbin/init",
        Cpus = 3,
        MemoryMiB = 768,
        RootUpper = RootUpper.Disk,
        DiskMiB = 2048,
        Network = true,
        AllowCidrs = ["10.0.0.0/8"],
        Clonable = true,
        Ports = [80, 443],
        Environment = new Dictionary<string, string> { ["A"] = "1 = one\n", ["ß"] = "" },
        User = "1000",
        BootTimeout = TimeSpan.FromSeconds(12.5),
        Mounts = [new WorkspaceMount(folder.Path), new WorkspaceMount(folder.Path, "/out", "out", writable: true)],
    };

    [Fact]
    public void Options_come_back_as_they_were()
    {
        File(All).Write(folder.Path);

        var back = MachineFile.Read(folder.Path).Options.Options("m1");

        Assert.Equal(OptionsText.Of(All), OptionsText.Of(back));
        Assert.Equal((All.Name, All.BootTimeout), (back.Name, back.BootTimeout));
    }

    [Fact]
    public void A_mount_whose_directory_has_gone_is_read_all_the_same()
    {
        var gone = Directory.CreateDirectory(folder["gone"]).FullName;
        File(All with { Mounts = [new WorkspaceMount(gone, "/code", "code")] }).Write(folder.Path);
        Directory.Delete(gone);

        var mount = Assert.Single(MachineFile.Read(folder.Path).Options.Options("m1").Mounts);

        Assert.Equal((gone, "/code", "code", false), (mount.HostPath, mount.GuestPath, mount.MountTag, mount.Writable));
    }

    [Fact]
    public void The_keys_of_a_mount_are_those_of_its_model()
    {
        var json = JsonSerializer.SerializeToElement(StoredMount.Of(new WorkspaceMount(folder.Path)));

        Assert.Equal(["host_path", "guest_path", "mount_tag", "writable"], json.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void A_key_of_a_mount_that_is_not_known_is_passed_over_and_one_of_the_machine_is_not()
    {
        File(All).Write(folder.Path);
        var path = Path.Combine(folder.Path, MachineFile.FileName);
        var text = System.IO.File.ReadAllText(path);

        System.IO.File.WriteAllText(path, text.Replace("\"host_path\"", "\"new_key\": 1, \"host_path\"", StringComparison.Ordinal));
        var read = MachineFile.Read(folder.Path);
        System.IO.File.WriteAllText(path, text.Replace("\"image\"", "\"new_key\": 1, \"image\"", StringComparison.Ordinal));
        var refused = Assert.Throws<Errors.SmolVmException>(() => MachineFile.Read(folder.Path));

        Assert.Equal(2, read.Options.Mounts.Count);
        Assert.Contains("new_key", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("Delete the machine.", refused.Message, StringComparison.Ordinal);
    }

    // What is not kept has a reason: the name is the folder's, a stored machine has no lifetime, and the others steer one start.
    [Fact]
    public void Every_option_is_kept()
    {
        string[] notKept = ["Name", "MaximumLifetime", "ForPack", "Stored", "Program"];

        var options = typeof(MachineOptions).GetProperties(
            System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic)
            .Select(property => property.Name).Where(name => name != "EqualityContract").Except(notKept);

        var kept = typeof(StoredOptions).GetProperties().Select(property => property.Name.Replace("TimeoutSeconds", "Timeout", StringComparison.Ordinal));
        Assert.Equal(options.Order(), kept.Order());
    }

    static MachineFile File(MachineOptions options) => new() { Created = DateTimeOffset.UnixEpoch, Options = StoredOptions.Of(options) };
}
