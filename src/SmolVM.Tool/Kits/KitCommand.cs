using System.CommandLine;
using SmolVM.Images;
using SmolVM.Qemu;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Kits;

/// <summary><c>kit</c>: what the qemu engine boots.</summary>
internal static class KitCommand
{
    public static Command Create() =>
        new("kit", "The kernel, the initramfs and the guest agent that machines boot.") { Build(), Export(), Import() };

    static Command Build()
    {
        var command = new Command("build", "Make the kit of this host's packages, and boot it in place of one that was imported.");
        command.Runs(async call => Print(await new QemuEngine().BuildKitAsync(call.Console, call.Ended), call.Console));
        return command;
    }

    static Command Export()
    {
        var file = new Argument<string>("file") { Description = "The file to write", HelpName = "FILE" };
        var command = new Command(
            "export", "Write the kit to a file for another host: 'kit import' or SMOLVM_KIT takes it. It holds the key of the kit's logins.")
        {
            file,
        };
        command.Runs(async call =>
        {
            var path = Path.GetFullPath(call.Value(file)!);
            var kit = await new QemuEngine().ExportKitAsync(path, call.Console, call.Ended);
            call.Console.Line($"Linux {kit.KernelRelease} -> {path}");
            call.Console.Note("It holds the key of the kit's logins: give it to nobody who may not log into your machines.");
        });
        return command;
    }

    static Command Import()
    {
        var file = new Argument<string>("file") { Description = "What 'kit export' wrote", HelpName = "FILE" };
        var command = new Command("import", "Put a kit into the cache, and boot it from now on in place of the one of this host's packages.")
        {
            file,
        };
        command.Runs(async call =>
        {
            var path = Path.GetFullPath(call.Value(file)!);
            Print(await new QemuEngine().ImportKitAsync(path, call.Console, call.Ended), call.Console);
        });
        return command;
    }

    static void Print(Kit kit, ToolConsole console) => console.Line($"Linux {kit.KernelRelease} in {Path.GetDirectoryName(kit.Kernel)}");
}
