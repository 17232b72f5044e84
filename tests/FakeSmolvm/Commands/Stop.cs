using SmolVM.Tests.Contract;

namespace FakeSmolvm.Commands;

static class Stop
{
    public static int Run(Cli cli, AcceptedCall call)
    {
        var name = Given.Name(call);
        cli.DirectoryOf(name).MakeDisks();
        var machine = cli.Store.Find(name);
        if (machine is null && !cli.Drift.MissingIsNoError)
            throw CliException.NotFound(name);
        if (machine is not { IsAlive: true })
        {
            Console.WriteLine($"Machine '{name}' is not running (state: {machine?.State ?? "stopped"})");
            return 0;
        }
        ForkFamily.RefuseWithClones(cli, machine, "stop machine");
        Console.WriteLine($"Stopping machine '{name}'...");
        machine.Process!.Kill();
        cli.Store.Change(name, record => record with { Frozen = false, Unreachable = false });
        Console.WriteLine($"Stopped machine: {name}");
        return 0;
    }
}
