using SmolVM.Images;
using SmolVM.Qemu;
using SmolVM.Qemu.Templates;

namespace SmolVM.Tests.Qemu.Templates;

/// <summary>All that the key of a template is made of.</summary>
sealed record Ingredients(QemuSetup Setup, string Qemu, Kit Kit, string RootKey, int DiskMiB, string Processor)
{
    public static readonly Ingredients Usual = new(
        new QemuSetup
        {
            Executable = "qemu-system-x86_64",
            Cpus = 2,
            MemoryMiB = 512,
            Kernel = "/kit/vmlinux",
            Initramfs = "/kit/initramfs",
            HostName = "m1",
            RootKind = RootKind.Erofs,
            RootPath = "/images/base.erofs",
            RunDirectory = "/run/m1",
        },
        "QEMU emulator version 7.2.22",
        new Kit("kit-1", "/kit/vmlinux", "/kit/vmlinuz", "/kit/initramfs", "6.1.0-1-amd64", "ssh-ed25519 AAAA1", "/kit/id"),
        "root-1", 0, "");

    public string Key => MachineShape.Key(MachineShape.Of(Setup), Qemu, Kit, RootKey, DiskMiB, Processor);
}
