using FakeSmolvm.Faults;
using FakeSmolvm.Guests;
using FakeSmolvm.Machines;

namespace FakeSmolvm;

/// <summary>What every command works with.</summary>
sealed class Cli(Settings settings)
{
    public Settings Settings => settings;

    public Drift Drift { get; } = new(settings.Version);

    public FaultPlan Faults { get; } = new(settings);

    public MachineStore Store => new(settings, Drift);

    public VmDirectory DirectoryOf(string name) => new(settings, Drift, name);

    public GuestRun Guest(MachineRecord machine) => new(Drift, machine.Process!, DirectoryOf(machine.Name).Root, machine.IsBare);

    /// <summary>
    /// The machine, running. Asking for one that was never started makes disks of the default size, which its start then keeps.
    /// </summary>
    /// <exception cref="CliException">It does not exist or does not run.</exception>
    public MachineRecord Running(string name)
    {
        DirectoryOf(name).MakeDisks();
        var machine = Store.Get(name);
        return machine.State == "running" ? machine : throw NotRunning(name);
    }

    public static CliException NotRunning(string name) =>
        new($"machine '{name}' is not running. Use 'smolvm machine start --name {name}' to start it.");

    /// <summary>The machine, which must not run.</summary>
    /// <exception cref="CliException">It does not exist or runs.</exception>
    public MachineRecord Stopped(string name) => Store.Get(name) is { IsAlive: false } machine
        ? machine
        : throw new CliException("invalid vm state: expected stopped, got Running");
}
