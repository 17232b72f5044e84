using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Processes;
using SmolVM.Qemu;
using SmolVM.Qemu.Templates;

namespace SmolVM.Tests.Host.Modes;

/// <summary>
/// Owns a machine until standard input ends. NAME [templates DIRECTORY | pack FILE [LINE] | exec HOST LINE]: keeps templates there and runs a
/// program, packs it when it is ready or the line was run, or runs the line in it, with the host directory writable at /out, says what it
/// printed and ends.
/// </summary>
static class RunMachine
{
    public static async Task RunAsync(string[] arguments)
    {
        var options = new MachineOptions { Name = arguments[0], RootUpper = RootUpper.Disk };
        if (arguments.ElementAtOrDefault(1) == "exec")
            options = options with { Mounts = [new WorkspaceMount(arguments[2], "/out", writable: true)] };
        var engine = (await MachineEngines.ChooseAsync("qemu")).Engine;
        if (arguments.ElementAtOrDefault(1) == "templates")
        {
            // A shape that no other machine has: the cache may have a template of the usual one.
            options = options with { RootUpper = RootUpper.Memory, MemoryMiB = 203 };
            engine = WithTemplatesIn(arguments[2]);
        }
        await using var machine = await engine.StartAsync(options);
        switch (arguments.ElementAtOrDefault(1))
        {
            case "exec":
                Console.Write((await machine.ExecAsync(arguments[3])).EnsureSuccess().StandardOutput);
                break;
            case "pack":
                (await machine.ExecAsync(arguments.ElementAtOrDefault(3) ?? "true")).EnsureSuccess();
                await machine.PackAsync(arguments[2]);
                break;
            case "templates":
                (await machine.ExecAsync("true")).EnsureSuccess();
                await Say.AndWaitAsync("ready");
                break;
            default:
                await Say.AndWaitAsync("ready");
                break;
        }
    }

    static QemuEngine WithTemplatesIn(string directory)
    {
        var cache = SmolCache.Open();
        return new QemuEngine(new CommandRunner(), cache, "tcg", null, new TemplateArea(cache, directory, _ => long.MaxValue));
    }
}
