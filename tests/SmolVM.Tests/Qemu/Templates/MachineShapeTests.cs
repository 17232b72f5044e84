using SmolVM.Images;
using SmolVM.Mounts;
using SmolVM.Qemu;
using SmolVM.Qemu.Templates;

namespace SmolVM.Tests.Qemu.Templates;

public sealed class MachineShapeTests
{
    static readonly Dictionary<string, Func<Ingredients, Ingredients>> Telling = new()
    {
        ["another build of QEMU"] = of => of with { Qemu = "QEMU emulator version 7.2.23" },
        ["another QEMU program"] = of => of with { Setup = of.Setup with { Executable = "/opt/qemu-system-x86_64" } },
        ["another kit"] = of => of with { Kit = of.Kit with { Key = "kit-2" } },
        ["the same kit made anew"] = of => of with { Kit = of.Kit with { SshHostKey = "ssh-ed25519 AAAA2" } },
        ["another kernel"] = of => of with { Setup = of.Setup with { Kernel = "/kit2/vmlinux" } },
        ["another initramfs"] = of => of with { Setup = of.Setup with { Initramfs = "/kit2/initramfs" } },
        ["another image"] = of => of with { RootKey = "root-2" },
        ["another file of the image"] = of => of with { Setup = of.Setup with { RootPath = "/images/other.erofs" } },
        ["another kind of root"] = of => of with { Setup = of.Setup with { RootKind = RootKind.Directory } },
        ["another accelerator"] = of => of with { Setup = of.Setup with { Accelerator = Accelerator.Kvm } },
        ["another architecture"] = of => of with { Setup = of.Setup with { Architecture = GuestArchitecture.Arm64 } },
        ["another processor"] = of => of with { Processor = "model: 2" },
        ["more processors"] = of => of with { Setup = of.Setup with { Cpus = 3 } },
        ["more memory"] = of => of with { Setup = of.Setup with { MemoryMiB = 513 } },
        ["a disk"] = of => of with { Setup = of.Setup with { UpperDisk = DiskFile.Raw("/disks/a") } },
        ["a larger disk"] = of => of with { DiskMiB = 1 },
        ["a tag of its own"] = of => of with { Setup = of.Setup with { Slots = MountSlot.Of([new WorkspaceMount("/usr", "/a", "own")]) } },
        ["a fifth mount"] = of => of with { Setup = of.Setup with { Slots = MountSlot.Of([.. Many(5)]) } },
    };

    static readonly Dictionary<string, Func<Ingredients, Ingredients>> Passing = new()
    {
        ["another name"] = of => of with { Setup = of.Setup with { HostName = "m2" } },
        ["an open network"] = of => of with { Setup = of.Setup with { Network = true } },
        ["a forwarded port"] = of => of with { Setup = of.Setup with { Ports = [80] } },
        ["a mount"] = of => of with { Setup = of.Setup with { Slots = MountSlot.Of([new WorkspaceMount("/usr")]) } },
        ["a writable mount"] = of =>
            of with { Setup = of.Setup with { Slots = MountSlot.Of([new WorkspaceMount("/usr", writable: true)]) } },
        ["four mounts"] = of => of with { Setup = of.Setup with { Slots = MountSlot.Of([.. Many(4)]) } },
        ["another run directory"] = of => of with { Setup = of.Setup with { RunDirectory = "/run/m2" } },
        ["a memory file"] = of => of with { Setup = of.Setup with { Memory = new MemoryFile("/dev/shm/memory", Shared: false) } },
        ["a state that is waited for"] = of => of with { Setup = of.Setup with { Incoming = true } },
        ["another place of the key to log in"] = of => of with { Kit = of.Kit with { SshIdentity = "/kit2/id" } },
    };

    public static TheoryData<string> TellingEdits => [.. Telling.Keys];

    public static TheoryData<string> PassingEdits => [.. Passing.Keys];

    [Theory]
    [MemberData(nameof(TellingEdits))]
    public void A_difference_that_a_frozen_machine_would_show_makes_another_key(string edit) =>
        Assert.NotEqual(Ingredients.Usual.Key, Telling[edit](Ingredients.Usual).Key);

    [Theory]
    [MemberData(nameof(PassingEdits))]
    public void What_each_clone_is_given_anew_is_not_in_the_key(string edit) =>
        Assert.Equal(Ingredients.Usual.Key, Passing[edit](Ingredients.Usual).Key);

    [Fact]
    public void No_two_differences_make_the_same_key() =>
        Assert.Equal(Telling.Count, Telling.Values.Select(edit => edit(Ingredients.Usual).Key).Distinct().Count());

    [Fact]
    public void Where_the_disk_is_does_not_matter() => Assert.Equal(
        Telling["a disk"](Ingredients.Usual).Key,
        (Ingredients.Usual with { Setup = Ingredients.Usual.Setup with { UpperDisk = DiskFile.Overlay("/disks/b") } }).Key);

    [Fact]
    public void The_shape_of_a_shape_is_itself()
    {
        var shape = MachineShape.Of(Ingredients.Usual.Setup);

        Assert.Equal(QemuArgv.Build(shape), QemuArgv.Build(MachineShape.Of(shape)));
    }

    [Fact]
    public Task The_argv_that_stands_for_all_machines_of_a_shape() => Verify(string.Join('\n', QemuArgv.Build(MachineShape.Of(
        Ingredients.Usual.Setup with
        {
            Network = true,
            Ports = [80],
            Slots = MountSlot.Of([new WorkspaceMount("/usr", writable: true)]),
            UpperDisk = DiskFile.Overlay("/disks/a.qcow2"),
            Memory = new MemoryFile("/dev/shm/memory", Shared: false),
            Incoming = true,
        }))));

    [Fact]
    public Task Shapes_in_words() => Verify(string.Join('\n',
        MachineShape.Describe(Ingredients.Usual.Setup),
        MachineShape.Describe(Telling["a disk"](Ingredients.Usual).Setup),
        MachineShape.Describe(Telling["another kind of root"](Ingredients.Usual).Setup),
        MachineShape.Describe(Telling["another accelerator"](Ingredients.Usual).Setup),
        MachineShape.Describe(Telling["a tag of its own"](Ingredients.Usual).Setup)));

    static IEnumerable<WorkspaceMount> Many(int count) =>
        Enumerable.Range(0, count).Select(index => new WorkspaceMount("/usr", $"/a{index}"));
}
