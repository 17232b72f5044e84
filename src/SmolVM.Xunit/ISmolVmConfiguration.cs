using SmolVM.Machines;

namespace SmolVM.Xunit;

/// <summary>
/// Says in code what an attribute cannot say of a machine. Named by <see cref="SmolVmFixtureAttribute.ConfigureWith"/>; it has a public
/// constructor without parameters.
/// </summary>
public interface ISmolVmConfiguration
{
    /// <summary>Changes the options.</summary>
    /// <param name="options">What the attribute says.</param>
    /// <returns>What the machine is made of.</returns>
    MachineOptions Configure(MachineOptions options);
}
