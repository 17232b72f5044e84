using SmolVM.Errors;
using SmolVM.Machines;

namespace SmolVM.Smolvm;

/// <summary>
/// How a machine gets the network that was asked for, and no more: where a version would drop a list, or open what was to be closed, the
/// machine is refused.
/// </summary>
/// <param name="Open">Whether the call opens it.</param>
/// <param name="Backend">The backend that a list or a port needs; null for the program's choice.</param>
/// <param name="MustBeClosed">Whether the pack opens it and another call has to close it before the start.</param>
internal sealed record SmolvmNetwork(bool Open, string? Backend, bool MustBeClosed)
{
    const string Enforcing = "virtio-net";

    static readonly SmolvmVersion ListsWithBackend = new(1, 0, 2);
    static readonly SmolvmVersion PortsChooseBackend = new(1, 0, 4);
    static readonly SmolvmVersion Lists = new(1, 1, 3);
    static readonly SmolvmVersion ListsWithPacks = new(1, 8, 0);

    /// <param name="options">What was asked for.</param>
    /// <param name="kind">What the image is.</param>
    /// <param name="packOpens">Whether the image is a pack that opens the network of every machine that is made of it.</param>
    /// <param name="version">The program's version.</param>
    /// <exception cref="SmolVmException">The version cannot keep to it.</exception>
    public static SmolvmNetwork Of(MachineOptions options, SmolvmImageKind kind, bool packOpens, SmolvmVersion version)
    {
        if (options.AllowCidrs.Count > 0)
            return Listed(options, kind, version);
        if (options.Network)
            return new SmolvmNetwork(true, PortsBackend(options, version), MustBeClosed: false);
        RefuseClosedPorts(options);
        if (packOpens && !SmolvmFeature.Update.In(version))
            throw new SmolVmException(
                ErrorCodes.Egress,
                $"The pack '{options.Image}' opens the network of its machines, and smolvm {version} cannot close it: "
                + $"{SmolvmFeature.Update.Since} can. "
                + "Install a newer smolvm, or open the network (SmolNet).");
        return new SmolvmNetwork(false, null, MustBeClosed: packOpens);
    }

    /// <summary>Refuses ports of a machine whose network is to be closed: the program opens it for them.</summary>
    /// <exception cref="SmolVmException">There are some.</exception>
    public static void RefuseClosedPorts(MachineOptions options)
    {
        if (options is { Ports.Count: > 0, Network: false, AllowCidrs.Count: 0 })
            throw new SmolVmException(
                ErrorCodes.Egress,
                $"smolvm cannot forward port {options.Ports[0]} of a machine whose network is closed, for it would open the network. "
                + "Set Network (SmolNet), or use the qemu engine.");
    }

    static SmolvmNetwork Listed(MachineOptions options, SmolvmImageKind kind, SmolvmVersion version)
    {
        var needed = kind == SmolvmImageKind.Pack ? ListsWithPacks : ListsWithBackend;
        if (version < needed)
            throw new SmolVmException(
                ErrorCodes.Egress,
                $"smolvm {version} does not keep a machine's network to {string.Join(", ", options.AllowCidrs)}: smolvm {needed} does. "
                + "Install that version or a newer one, or close the network.");
        return new SmolvmNetwork(true, version < Lists ? Enforcing : null, MustBeClosed: false);
    }

    static string? PortsBackend(MachineOptions options, SmolvmVersion version) =>
        options.Ports.Count > 0 && version >= ListsWithBackend && version < PortsChooseBackend ? Enforcing : null;
}
