using FakeSmolvm.Faults;
using FakeSmolvm.Machines;
using SmolVM.Tests.Contract;

namespace FakeSmolvm.Commands;

static class Delete
{
    public static int Run(Cli cli, AcceptedCall call)
    {
        var machine = cli.Store.Get(Given.Name(call));
        var (force, cascade) = (call.Has("--force"), call.Has("--cascade"));
        if (cli.Faults.Strikes(Fault.Cancelled) || (!force && !cascade && !IsConfirmed(machine.Name)))
        {
            Console.WriteLine("Cancelled");
            return 0;
        }
        if (cascade)
        {
            foreach (var clone in ForkFamily.ClonesOf(cli, machine.Name))
                Remove(cli, clone);
        }
        else if (!force && cli.Drift.ForkBaseIsGuarded)
        {
            ForkFamily.RefuseWithClones(cli, machine, "delete machine");
        }
        Remove(cli, machine);
        return 0;
    }

    static void Remove(Cli cli, MachineRecord machine)
    {
        if (!cli.Drift.DeleteOrphansTheProcess)
            machine.Process?.Kill();
        cli.Store.Remove(machine.Name);
        cli.DirectoryOf(machine.Name).Delete();
        Console.WriteLine($"Deleted machine: {machine.Name}");
    }

    static bool IsConfirmed(string name)
    {
        Console.Error.Write($"Delete machine '{name}'? [y/N] ");
        return Console.In.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes";
    }
}
