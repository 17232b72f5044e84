using FakeSmolvm.Machines;
using SmolVM.Tests.Contract;

namespace FakeSmolvm.Commands;

static class Status
{
    public static int Run(Cli cli, AcceptedCall call)
    {
        var name = Given.Name(call);
        if (call.Has("--json"))
        {
            var machine = cli.Store.Find(name) ?? throw new CliException($"machine '{name}' not found");
            Console.WriteLine(List.Garbled(cli, MachineJson.Print(MachineJson.Of(machine, cli.Drift))));
            return 0;
        }
        cli.DirectoryOf(name).MakeDisks();
        Console.WriteLine(Line(cli.Store.Get(name), cli.Drift));
        return 0;
    }

    static string Line(MachineRecord machine, Drift drift) => machine switch
    {
        { State: "running" } => $"Machine '{machine.Name}': running (PID: {machine.Process!.Pid})",
        _ when drift.StatusTextHasTheState => $"Machine '{machine.Name}': {machine.State}",
        _ => $"Machine '{machine.Name}': not running",
    };
}
