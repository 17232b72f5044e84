using SmolVM.Images;
using SmolVM.Mounts;
using SmolVM.Qemu;

namespace SmolVM.Tests.Qemu;

public sealed class QemuArgvTests
{
    static readonly QemuSetup Plain = new()
    {
        Executable = "qemu-system-x86_64",
        Cpus = 2,
        MemoryMiB = 512,
        Kernel = "/kit/vmlinux",
        Initramfs = "/kit/initramfs",
        HostName = "smol-test",
        RootKind = RootKind.Erofs,
        RootPath = "/images/base.erofs",
        RunDirectory = "/run/m1",
    };

    [Fact]
    public Task A_plain_machine_under_emulation() => Verify(Lines(Plain));

    [Fact]
    public Task A_plain_machine_under_kvm() => Verify(Lines(Plain with { Accelerator = Accelerator.Kvm }));

    [Fact]
    public Task A_machine_with_a_disk_an_open_network_and_ports() =>
        Verify(Lines(Plain with { UpperDisk = DiskFile.Raw("/disks/a.ext4"), Network = true, Ports = [80, 5432, 22] }));

    [Fact]
    public void An_init_of_the_image_is_a_word_of_the_kernels_command_line() =>
        Assert.EndsWith(
            " systemd.getty_auto=no systemd.mask=systemd-machine-id-commit.service smol.init=/sbin/init",
            KernelCommandLine.Build(Plain with { Init = "/sbin/init" }), StringComparison.Ordinal);

    [Fact]
    public Task A_port_of_the_guest_may_have_one_of_the_hosts_that_was_asked_for() => Verify(Lines(Plain with
    {
        Ports = [80, 5432],
        HostPorts = new Dictionary<int, int> { [80] = 8080 },
    }));

    [Fact]
    public Task The_host_root_is_a_read_only_9p_device() =>
        Verify(Lines(Plain with { RootKind = RootKind.Directory, RootPath = "/", UpperDisk = DiskFile.Raw("/disks/a.ext4") }));

    [Fact]
    public Task Mounts_come_last_in_the_order_of_the_list() => Verify(Lines(Plain with
    {
        Slots = MountSlot.Of([new WorkspaceMount("/usr", "/workspace"), new WorkspaceMount("/etc", "/data", "config", writable: true)]),
    }));

    [Fact]
    public Task The_mapped_profile_is_a_choice_of_data() => Verify(Lines(Plain with
    {
        Slots = MountSlot.Of([new WorkspaceMount("/usr")]),
        MountSecurity = MountSecurity.MappedXattr,
    }));

    [Fact]
    public Task Commas_in_paths_are_doubled() => Verify(Lines(Plain with { RootPath = "/a,b/c.erofs", UpperDisk = DiskFile.Raw("/d,e"), RunDirectory = "/run/x,y" }));

    [Fact]
    public Task A_machine_that_outlives_its_process_serves_its_sockets_and_writes_its_console() => Verify(Lines(Plain with
    {
        Detached = true,
        KeptConsole = "/machines/m,1/console.log",
        UpperDisk = DiskFile.Raw("/machines/m,1/disk.ext4") with { Kept = true },
    }));

    [Fact]
    public Task A_fork_that_outlives_its_process_waits_for_the_state() => Verify(Lines(Plain with { Detached = true, Incoming = true }));

    [Fact]
    public Task A_machine_to_clone_has_its_memory_in_a_file() =>
        Verify(Lines(Plain with { Memory = new MemoryFile("/dev/shm/t,1/memory", Shared: true) }));

    [Fact]
    public Task A_clone_maps_that_file_for_itself_and_waits_for_the_state() => Verify(Lines(Plain with
    {
        Memory = new MemoryFile("/dev/shm/t,1/memory", Shared: false),
        Incoming = true,
        UpperDisk = DiskFile.Overlay("/disks/a.qcow2"),
    }));

    [Fact]
    public Task A_machine_on_aarch64_under_emulation() => Verify(Lines(Arm64));

    [Fact]
    public Task A_machine_on_aarch64_under_kvm() => Verify(Lines(Arm64 with { Accelerator = Accelerator.Kvm }));

    static QemuSetup Arm64 => Plain with
    {
        Executable = "qemu-system-aarch64",
        Architecture = GuestArchitecture.Arm64,
        UpperDisk = DiskFile.Raw("/disks/a.ext4"),
        Slots = MountSlot.Of([new WorkspaceMount("/usr")]),
    };

    static string Lines(QemuSetup setup) => string.Join('\n', QemuArgv.Build(setup));
}
