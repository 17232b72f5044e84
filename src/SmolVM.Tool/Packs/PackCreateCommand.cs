using System.CommandLine;
using SmolVM.Errors;
using SmolVM.Machines;
using SmolVM.Packs;
using SmolVM.Tool.Arguments;
using SmolVM.Tool.Machines;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Packs;

/// <summary><c>pack create</c>: a pack of a machine that there is, or of one that is made of an image for that.</summary>
internal sealed class PackCreateCommand
{
    readonly Option<string> image = new("--image", "-I")
    {
        Description = "Packs an image: base, debian, a directory, a container archive or a pack.",
        HelpName = "IMAGE",
    };

    readonly Option<string> machine = new("--from-vm") { Description = "Packs the disk of a machine, running or not.", HelpName = "NAME" };
    readonly Option<string> output = new("--output", "-o")
    {
        Description = "The executable to make. The pack is beside it, with .smolmachine added to the name.",
        HelpName = "OUT",
        Required = true,
    };

    readonly Option<int?> cpus = WholeNumber.Option("--cpus", "N", "Processors of machines of the pack.");
    readonly Option<int?> memory = WholeNumber.Option("--mem", "MIB", "Memory of machines of the pack, in MiB.");
    readonly Option<string> platform = new("--oci-platform") { Description = "The host's own platform.", HelpName = "OS/ARCH" };
    readonly Option<string> entrypoint = new("--entrypoint") { Description = "The program that the pack runs.", HelpName = "CMD" };
    readonly Option<bool> noSign = new("--no-sign") { Description = "Does not sign the executable, which is never done here." };

    public static Command Create() => new PackCreateCommand().Build();

    Command Build()
    {
        var command = new Command("create", "Makes a pack and an executable that runs it.")
        {
            image, machine, output, cpus, memory, platform, entrypoint, noSign,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(image) is null == result.GetResult(machine) is null)
                result.AddError("give one of '--image <IMAGE>' and '--from-vm <NAME>'");
        });
        Refused.Add(command, "a pack keeps all layers of its machine in any case", "--rebase-from-image");
        Refused.Add(command, "the pack and its executable are two files", "--single-file");
        Refused.Add(command, "what it would say is said by options", "--smolfile", "-s");
        Refused.Add(command, "machines of the qemu engine have no GPU", "--gpu");
        Refused.Add(command, "nothing is pulled from a registry", "--proxy", "--no-proxy");
        Refused.Add(command, "a pack is staged in the cache (SMOLVM_CACHE)", "--staging-dir");
        Refused.Add(command, "the executable is a script, and the pack holds no libraries", "--stub", "--lib-dir", "--rootfs-dir");
        command.Runs(RunAsync);
        return command;
    }

    async Task RunAsync(ToolCall call)
    {
        var files = PackOutput.Of(call.Value(output)!);
        EnsurePlatform(call.Value(platform));
        // Refuses what no machine could have.
        _ = new MachineOptions { Cpus = call.Value(cpus) ?? 1, MemoryMiB = call.Value(memory) };
        using var folder = PackFolder.Beside(Path.GetFullPath(files.Sidecar));
        var made = Path.Combine(folder.Path, "machine.smolmachine");
        if (call.Value(machine) is { } name)
            await PackMachineAsync(call, name, made);
        else
            await PackImageAsync(call, ToolImage.Of(call.Value(image)), made);
        if (call.Value(cpus) is null && call.Value(memory) is null && call.Value(entrypoint) is null)
            File.Move(made, files.Sidecar, overwrite: true);
        else
            await PackCopy.WriteAsync(made, files.Sidecar, manifest => Described(call, manifest), call.Ended);
        await files.WriteExecutableAsync(call.Ended);
        call.Console.Line($"Packed: {files.Path} ({Size(files.Path)})");
        call.Console.Line($"Assets: {files.Sidecar} ({Size(files.Sidecar)})");
    }

    static async Task PackMachineAsync(ToolCall call, string name, string path)
    {
        await MachineEngines.Stored(PackCommand.Engine).RequireAsync(name, call.Ended);
        var (engine, _) = await MachineEngines.ChooseAsync(PackCommand.Engine, null, call.Console, call.Ended);
        call.Console.Report($"Packing the machine '{name}'.");
        await engine.PackAsync(name, path, call.Console, call.Ended);
    }

    static async Task PackImageAsync(ToolCall call, string image, string path)
    {
        if (image == "host")
            throw new SmolVmException(
                ErrorCodes.Image,
                "The image 'host' cannot be packed: it is this computer's own root with every file that you can read. "
                + "Name base, a directory, a container archive or a .smolmachine file.");
        var options = new MachineOptions { Image = image, ForPack = true };
        var (engine, _) = await MachineEngines.ChooseAsync(PackCommand.Engine, options, call.Console, call.Ended);
        await using var machine = await engine.StartAsync(options, call.Console, call.Ended);
        call.Console.Report($"Packing the image '{image}'.");
        await machine.PackAsync(path, call.Ended);
    }

    PackManifest Described(ToolCall call, PackManifest manifest) => manifest with
    {
        Cpus = (byte?)call.Value(cpus) ?? manifest.Cpus,
        MemoryMiB = (uint?)call.Value(memory) ?? manifest.MemoryMiB,
        Entrypoint = call.Value(entrypoint) is { } program ? [program] : manifest.Entrypoint,
        // Arguments of one program mean nothing to another.
        Command = call.Value(entrypoint) is null ? manifest.Command : [],
    };

    static void EnsurePlatform(string? asked)
    {
        if (asked is not null && asked != GuestPlatform.Name)
            throw new SmolVmException(
                ErrorCodes.Option,
                $"A pack for '{asked}' cannot be made here, where machines are '{GuestPlatform.Name}'. "
                + "Make it on a host of that platform.");
    }

    static string Size(string path) => PackReport.Size((ulong)new FileInfo(path).Length);
}
