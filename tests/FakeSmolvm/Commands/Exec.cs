using FakeSmolvm.Faults;
using FakeSmolvm.Guests;
using SmolVM.Tests.Contract;

namespace FakeSmolvm.Commands;

static class Exec
{
    public static int Run(Cli cli, AcceptedCall call)
    {
        var machine = cli.Running(Given.Name(call));
        if (cli.Faults.Strikes(Fault.NotReady))
            throw Cli.NotRunning(machine.Name);
        if (cli.Faults.Strikes(Fault.Exit137))
            return 137;
        if (cli.Faults.Strikes(Fault.Output50Mb))
            return Flood.Write(50);
        if (Panic.Strikes(cli))
        {
            Console.Write("half of the out");
            return Panic.Now();
        }
        var guest = cli.Guest(machine);
        var request = new GuestRequest(call.Rest)
        {
            Environment = GuestEnvironment.Of(
                machine.ImageEnvironment, machine.Environment, GuestEnvironment.Complete(call.Values("--env"), cli.Drift)),
            WorkingDirectory = call.Value("--workdir") ?? machine.WorkingDirectory,
            Timeout = Given.Duration(call, "--timeout"),
            Interactive = call.Has("--interactive"),
            Output = call.Has("--stream") ? OutputMode.Streamed
                : call.Has("--interactive") || call.Has("--tty") ? OutputMode.Interactive
                : OutputMode.Buffered,
        };
        if (call.Has("--detach"))
        {
            Console.WriteLine(guest.Launch(request));
            return 0;
        }
        var code = guest.Run(request);
        if (guest.BrokeTheGuest)
            cli.Store.Change(machine.Name, record => record with { Unreachable = true });
        return code;
    }
}
