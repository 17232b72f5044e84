using FakeSmolvm.Faults;
using FakeSmolvm.Guests;
using FakeSmolvm.Machines;
using SmolVM.Tests.Contract;

namespace FakeSmolvm.Commands;

static class Start
{
    public static int Run(Cli cli, AcceptedCall call)
    {
        var name = Given.Name(call);
        if (call.MachineName is null && cli.Store.Find(name) is null)
            cli.Store.Add(new MachineRecord { Name = name, CreatedAt = DateTimeOffset.UtcNow.ToUnixTimeSeconds() });
        var machine = cli.Store.Get(name);
        if (machine.State is "running" or "frozen")
        {
            Console.WriteLine($"Machine '{name}' already running (PID: {machine.Process!.Pid})");
            return 0;
        }
        // One that does not answer is killed and booted again.
        machine.Process?.Kill();
        Console.Error.WriteLine($"Starting machine '{name}'...");
        machine = Boot.Up(cli, machine, call.Has("--forkable"));
        if (cli.Faults.Strikes(Fault.HoldsPipes))
            GuestHold.HoldPipes(machine.Process!);
        RunWorkload(cli, machine);
        Console.WriteLine($"Machine '{name}' running (PID: {machine.Process!.Pid})");
        return 0;
    }

    // That of an image is left to itself; that of a bare machine is waited for.
    static void RunWorkload(Cli cli, MachineRecord machine)
    {
        string[] command = [.. machine.Entrypoint, .. machine.Command];
        if (command.Length == 0)
            return;
        var guest = cli.Guest(machine);
        var request = new GuestRequest(command)
        {
            Environment = Boot.EnvironmentOf(machine),
            WorkingDirectory = machine.WorkingDirectory,
        };
        if (!machine.IsBare)
            guest.Launch(request);
        else if (guest.Run(request) is not 0 and var code)
            Console.Error.WriteLine($"workload exited with code {code}");
    }
}
