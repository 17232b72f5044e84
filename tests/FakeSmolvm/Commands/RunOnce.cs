using FakeSmolvm.Guests;
using FakeSmolvm.Machines;
using SmolVM.Tests.Contract;

namespace FakeSmolvm.Commands;

/// <summary>A machine for one command, deleted behind it.</summary>
static class RunOnce
{
    public static int Run(Cli cli, AcceptedCall call)
    {
        var name = call.MachineName ?? (cli.Drift.ShareDefaultForRun ? "default" : MachineName.Invent());
        var machine = Create.Describe(cli, call, name) with { Ephemeral = true };
        if (!(cli.Drift.ShareDefaultForRun && cli.Store.Find(name) is not null))
            Create.Make(cli, machine);
        return RunIn(cli, call, machine.Name);
    }

    /// <summary>Boots a machine that was made for it, runs the command, and takes the machine away.</summary>
    public static int RunIn(Cli cli, AcceptedCall call, string name)
    {
        var keep = call.Has("--detach");
        try
        {
            Console.Error.WriteLine($"Starting machine '{name}'...");
            var machine = Boot.Up(cli, cli.Store.Get(name), diesWithTheCli: !keep && cli.Drift.EphemeralDiesWithTheCli);
            var request = new GuestRequest(call.Rest.Count > 0 ? call.Rest : ["/bin/sh"])
            {
                Environment = Boot.EnvironmentOf(machine),
                WorkingDirectory = call.Value("--workdir") ?? machine.WorkingDirectory,
                Timeout = Given.Duration(call, "--timeout"),
                Interactive = call.Has("--interactive"),
                Output = OutputMode.Streamed,
            };
            if (!keep)
                return cli.Guest(machine).Run(request);
            cli.Guest(machine).Launch(request);
            Console.WriteLine($"Machine '{name}' running (PID: {machine.Process!.Pid})");
            return 0;
        }
        finally
        {
            if (!keep)
                Remove(cli, name);
        }
    }

    static void Remove(Cli cli, string name)
    {
        cli.Store.Find(name)?.Process?.Kill();
        cli.Store.Remove(name);
        cli.DirectoryOf(name).Delete();
    }
}
