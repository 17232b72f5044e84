using SmolVM.Errors;
using SmolVM.Machines;

namespace SmolVM.Smolvm;

/// <summary>Which machines <c>machine fork</c> can clone, so that others are refused before they are made.</summary>
internal static class SmolvmCloneRules
{
    /// <summary>Before this, a second fork of one base does not work.</summary>
    static readonly SmolvmFeature SeveralClones = new("a clone of a machine", new(1, 7, 6));

    public static bool Allow(SmolvmVersion version, bool onWindows) => SeveralClones.In(version) && !onWindows;

    /// <exception cref="SmolVmException">No version could clone this machine.</exception>
    public static void Ensure(MachineOptions options)
    {
        if (options is { Clonable: true, Ports.Count: > 0 })
            throw new SmolVmException(
                ErrorCodes.NoEngine,
                $"smolvm cannot clone a machine that forwards port {options.Ports[0]}, for the port would lead to the frozen machine. "
                + "Leave out the ports or Clonable, or use the qemu engine.");
    }

    /// <exception cref="SmolVmException">This program cannot clone the machine.</exception>
    public static void Ensure(MachineOptions options, SmolvmVersion version, bool onWindows)
    {
        if (!options.Clonable)
            return;
        SeveralClones.Require(version);
        if (onWindows)
            throw new SmolVmException(
                ErrorCodes.NoEngine, "smolvm cannot clone a machine on Windows. Leave out Clonable, or use another host.");
    }
}
