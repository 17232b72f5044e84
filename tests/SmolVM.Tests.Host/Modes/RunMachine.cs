using System.Globalization;
using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.Tests.Host.Modes;

/// <summary>
/// Owns a machine until standard input ends. NAME [memory MIB | pack FILE | exec HOST LINE]: gives it that much memory and none of a disk, packs it when it is ready, or runs the line in it, with the
/// host directory writable at /out, says what it printed and ends.
/// </summary>
static class RunMachine
{
    public static async Task RunAsync(string[] arguments)
    {
        var choice = await MachineEngines.ChooseAsync("qemu");
        var options = new MachineOptions { Name = arguments[0], RootUpper = RootUpper.Disk };
        if (arguments.ElementAtOrDefault(1) == "exec")
            options = options with { Mounts = [new WorkspaceMount(arguments[2], "/out", writable: true)] };
        if (arguments.ElementAtOrDefault(1) == "memory")
            options = new MachineOptions { Name = arguments[0], MemoryMiB = int.Parse(arguments[2], CultureInfo.InvariantCulture) };
        await using var machine = await choice.Engine.StartAsync(options);
        switch (arguments.ElementAtOrDefault(1))
        {
            case "exec":
                Console.Write((await machine.ExecAsync(arguments[3])).EnsureSuccess().StandardOutput);
                break;
            case "pack":
                await machine.PackAsync(arguments[2]);
                break;
            default:
                await Say.AndWaitAsync("ready");
                break;
        }
    }
}
