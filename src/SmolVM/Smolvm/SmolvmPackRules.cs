using SmolVM.Errors;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.Smolvm;

/// <summary>What a version cannot pack whole, refused before the machine is made.</summary>
internal static class SmolvmPackRules
{
    static readonly SmolvmVersion KeepsLayersOfPacks = new(1, 3, 4);
    static readonly SmolvmVersion KeepsChanges = new(0, 5, 14);
    static readonly SmolvmVersion StacksByOrder = new(1, 2, 4);
    static readonly SmolvmVersion KeepsOwners = new(1, 8, 1);
    static readonly SmolvmVersion ScratchNameRefused = new(0, 5, 18);
    static readonly (SmolvmVersion First, SmolvmVersion Fixed) DisksNotRead = (new(1, 1, 0), new(1, 2, 2));

    /// <summary>Refuses what no version packs.</summary>
    /// <exception cref="ImageException">The machine is made of an archive.</exception>
    public static void EnsurePulled(MachineOptions options, SmolvmImage image)
    {
        if (image.Kind == SmolvmImageKind.Archive)
            throw new ImageException(
                $"smolvm cannot pack a machine that is made of the archive '{options.Image}', for it pulls what it packs. "
                + "Push the image to a registry and name it from there, or use the qemu engine.");
    }

    /// <param name="options">What the machine is made of.</param>
    /// <param name="image">Its image.</param>
    /// <param name="version">The program's version.</param>
    /// <param name="onLinux">Whether the host is one.</param>
    /// <exception cref="SmolVmException">A pack of this machine would not be whole, or not be made.</exception>
    public static void Ensure(MachineOptions options, SmolvmImage image, SmolvmVersion version, bool onLinux)
    {
        if (SmolvmPlan.PacksFirst(options, image) && version < KeepsLayersOfPacks)
            throw new SmolVmException(
                ErrorCodes.Egress,
                $"smolvm {version} cannot pack a machine of '{image.Value}' with a closed network: the pack would lose the image's layers. "
                + $"Set SmolNet to true, or install smolvm {KeepsLayersOfPacks} or a newer one.");
        if (image.Kind == SmolvmImageKind.Pack && version < KeepsLayersOfPacks)
            throw SmolvmFeature.TooOld($"a pack of a machine that is made of a pack ('{options.Image}')", KeepsLayersOfPacks, version);
        if (image.Kind == SmolvmImageKind.Registry && (version < KeepsChanges || version == ScratchNameRefused))
            throw SmolvmFeature.TooOld("pack create of a machine of an image", new(0, 5, 19), version);
        EnsureDisksAreRead(version, onLinux);
    }

    /// <exception cref="SmolVmException">The version packs no machine on this host.</exception>
    public static void EnsureDisksAreRead(SmolvmVersion version, bool onLinux)
    {
        if (onLinux && version >= DisksNotRead.First && version < DisksNotRead.Fixed)
            throw SmolvmFeature.TooOld("pack create --from-vm on Linux", DisksNotRead.Fixed, version);
    }

    /// <summary>A machine of somebody else is not stopped without being asked: its programs would end.</summary>
    /// <exception cref="SmolVmException">There is no such machine, it runs, or it has never run.</exception>
    public static void EnsureStopped(string machine, IReadOnlyList<SmolvmMachineInfo> machines, SmolvmVersion version)
    {
        switch (machines.FirstOrDefault(known => known.Name == machine)?.State)
        {
            case null:
                var names = string.Join(", ", machines.Select(known => known.Name).Order(StringComparer.Ordinal));
                throw new SmolVmException(
                    ErrorCodes.Option,
                    $"smolvm has no machine '{machine}'. "
                    + (names.Length > 0 ? $"Name one of these: {names}." : "Make one: it has none at all."));
            case "created":
                throw new SmolVmException(
                    ErrorCodes.Option,
                    $"The machine '{machine}' was never started, and has no disk yet. "
                    + $"Start it and stop it: {ShellQuote.Line(MachineVerbs.Start(machine, version))}");
            case "stopped":
                return;
            case var state:
                throw new SmolVmException(
                    ErrorCodes.Option,
                    $"The machine '{machine}' is {state}, and smolvm packs stopped machines. "
                    + $"Stop it: {ShellQuote.Line(MachineVerbs.Stop(machine, version))}");
        }
    }

    /// <summary>What somebody who boots the pack has to know; null where there is nothing.</summary>
    public static string? Notice(SmolvmImage image, SmolvmVersion version) => image.Kind switch
    {
        SmolvmImageKind.Registry when version < StacksByOrder =>
            $"smolvm {version} stacks the layers of such a pack in the wrong order when it boots it itself; "
            + $"{StacksByOrder} and this library do not.",
        SmolvmImageKind.Registry or SmolvmImageKind.Pack when version < KeepsOwners =>
            $"Packs of smolvm {version} lose the owners of files; those of {KeepsOwners} keep them.",
        _ => null,
    };
}
