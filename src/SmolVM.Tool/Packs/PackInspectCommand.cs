using System.CommandLine;
using SmolVM.Packs;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Packs;

/// <summary><c>pack inspect</c>: what a pack on this host says about itself, whoever made it.</summary>
internal static class PackInspectCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A .smolmachine file, or an executable that a pack follows." };
        var json = new Option<bool>("--json") { Description = "The manifest, with layer_size and layer_digest: those of the whole file." };
        var command = new Command("inspect", "Describes a pack. Nothing of it is unpacked or started.") { file, json };
        command.Runs(async call =>
        {
            var path = call.Value(file)!;
            await using var pack = await PackReader.OpenToInspectAsync(path, call.Ended);
            if (call.Value(json))
                call.Console.Json(PackReport.Json(pack, await pack.DigestAsync(call.Ended)));
            else
                Print(call.Console, pack);
        });
        return command;
    }

    public static void Print(ToolConsole console, PackReader pack)
    {
        foreach (var line in PackReport.Lines(pack))
            console.Line(line);
    }
}
