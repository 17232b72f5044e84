using FakeSmolvm.Machines;

namespace FakeSmolvm.Commands;

/// <summary>Machines that share the memory of one.</summary>
static class ForkFamily
{
    public static IReadOnlyList<MachineRecord> ClonesOf(Cli cli, string name) =>
        [.. cli.Store.All().Where(machine => machine.ForkBase == name)];

    /// <exception cref="CliException">Clones of it are there.</exception>
    public static void RefuseWithClones(Cli cli, MachineRecord machine, string operation)
    {
        var clones = string.Join(", ", ClonesOf(cli, machine.Name).Select(clone => clone.Name));
        if (clones.Length > 0)
            throw CliException.Agent(operation, $"machine '{machine.Name}' is the fork base for {clones}");
    }
}
