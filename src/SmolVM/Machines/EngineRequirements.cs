using SmolVM.Mounts;

namespace SmolVM.Machines;

/// <summary>Refuses, before anything starts, what an engine cannot do.</summary>
internal static class EngineRequirements
{
    /// <summary>What the options ask of an engine beyond running programs.</summary>
    public static EngineCapabilities Of(MachineOptions options) =>
        (options.Mounts.Count > 0 ? EngineCapabilities.Mounts : EngineCapabilities.None)
        | (options.Ports.Count > 0 ? EngineCapabilities.PortForwards : EngineCapabilities.None)
        | (options.AllowCidrs.Count > 0 ? EngineCapabilities.EgressLists : EngineCapabilities.None)
        | (options.Init is not null ? EngineCapabilities.Inits : EngineCapabilities.None)
        | (options.Stored ? EngineCapabilities.Stored : EngineCapabilities.None)
        | (options.Clonable ? EngineCapabilities.Clones : EngineCapabilities.None);

    /// <summary>What the options ask of an engine and it cannot do.</summary>
    public static EngineCapabilities Missing(IMachineEngine engine, MachineOptions options) => Of(options) & ~engine.Capabilities;

    /// <exception cref="MountException">The engine cannot mount, and mounts are asked for.</exception>
    /// <exception cref="Errors.SmolVmException">The engine cannot do something else that is asked for.</exception>
    public static void Ensure(IMachineEngine engine, MachineOptions options)
    {
        var missing = Missing(engine, options);
        if (missing.HasFlag(EngineCapabilities.Mounts))
            throw MountException.Refused(
                $"The engine '{engine.Name}' cannot mount '{options.Mounts[0].HostPath}': mounts are only supported with the QEMU engine. "
                + "Choose it with SmolEngine=qemu or SMOLVM_ENGINE=qemu, or leave the choice to auto.");
        if (missing.HasFlag(EngineCapabilities.EgressLists))
            throw new Errors.SmolVmException(
                Errors.ErrorCodes.Egress,
                $"The engine '{engine.Name}' cannot keep a machine's network to {string.Join(", ", options.AllowCidrs)}. "
                + "Choose smolvm with SmolEngine or SMOLVM_ENGINE, or close the network.");
        if (missing.HasFlag(EngineCapabilities.Inits))
            throw new Errors.SmolVmException(
                Errors.ErrorCodes.NoEngine,
                $"The engine '{engine.Name}' cannot boot '{options.Init}' as a machine's init. Choose qemu with SmolEngine or SMOLVM_ENGINE.");
        if (missing.HasFlag(EngineCapabilities.Stored))
            throw new Errors.SmolVmException(
                Errors.ErrorCodes.NoEngine,
                $"The engine '{engine.Name}' has no machines that outlive the process that made them. Choose qemu with SmolEngine or SMOLVM_ENGINE.");
        if (missing.HasFlag(EngineCapabilities.PortForwards))
            throw new Errors.SmolVmException(
                Errors.ErrorCodes.NoEngine,
                $"The engine '{engine.Name}' cannot forward port {options.Ports[0]}. Choose another with SmolEngine or SMOLVM_ENGINE.");
    }
}
