using FakeSmolvm.Machines;
using SmolVM.Tests.Contract;

namespace FakeSmolvm.Commands;

static class Update
{
    public static int Run(Cli cli, AcceptedCall call)
    {
        var name = Given.Name(call);
        cli.Stopped(name);
        if (call.Flags.All(flag => flag.Key == "--name"))
        {
            Console.WriteLine("No changes specified.");
            return 0;
        }
        if (call.Values("--env").FirstOrDefault(entry => !entry.Contains('=', StringComparison.Ordinal)) is { } bare)
            throw CliException.Config("update machine", $"invalid environment variable '{bare}', expected KEY=VALUE");
        cli.Store.Change(name, machine => Changed(machine, call));
        Console.WriteLine($"Updated machine '{name}':");
        foreach (var (flag, value) in call.Flags.Where(flag => flag.Key != "--name"))
            Console.WriteLine($"  {flag.TrimStart('-')} {value}".TrimEnd());
        return 0;
    }

    static MachineRecord Changed(MachineRecord machine, AcceptedCall call) => machine with
    {
        Cpus = Given.Number(call, "--cpus") ?? machine.Cpus,
        MemoryMiB = (uint?)Given.Number(call, "--mem") ?? machine.MemoryMiB,
        StorageGiB = Given.Size(call, "--storage") ?? machine.StorageGiB,
        OverlayGiB = Given.Size(call, "--overlay") ?? machine.OverlayGiB,
        Network = (machine.Network || call.Has("--net")) && !call.Has("--no-net"),
        WorkingDirectory = call.Value("--workdir") ?? machine.WorkingDirectory,
        Volumes = [.. machine.Volumes.Except(call.Values("--remove-volume")), .. call.Values("--volume")],
        Ports = [.. machine.Ports.Except(call.Values("--remove-port")), .. call.Values("--port")],
        Environment = [.. machine.Environment.Where(entry => !IsRemoved(entry, call)), .. call.Values("--env")],
    };

    static bool IsRemoved(string entry, AcceptedCall call) =>
        call.Values("--remove-env").Contains(entry[..entry.IndexOf('=', StringComparison.Ordinal)]);
}
