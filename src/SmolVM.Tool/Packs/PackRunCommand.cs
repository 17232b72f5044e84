using System.CommandLine;
using SmolVM.Packs;
using SmolVM.Tool.Arguments;
using SmolVM.Tool.Machines;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Packs;

/// <summary><c>pack run</c>: a machine of a pack, for one program.</summary>
internal sealed class PackRunCommand
{
    readonly Option<string> sidecar = new("--sidecar") { Description = "The .smolmachine file.", HelpName = "FILE", Required = true };
    readonly Option<bool> info = new("--info") { Description = "Describes the pack, and starts nothing." };
    readonly Option<bool> interactive = new("--interactive", "-i") { Description = "The program reads standard input." };
    readonly Option<bool> terminal = new("--tty", "-t") { Description = "The program has a terminal." };
    readonly Option<TimeSpan?> timeout = Duration.Option("--timeout", "Ends the program after that time, with exit code 124.");
    readonly Option<string> directory = new("--workdir", "-w") { Description = "Where the program starts.", HelpName = "PATH" };
    readonly Option<string[]> variables = Variables.Option("A variable of the program, over those of the pack.");
    readonly Option<string[]> volumes = new("--volume", "-v") { Description = "Shows a directory of the host.", HelpName = "HOST:GUEST" };
    readonly Option<PortPair[]> ports = Ports.Option();
    readonly Option<bool> network = new("--net") { Description = "The machine reaches the network, also where the pack does not say so." };
    readonly Option<int?> cpus = WholeNumber.Option("--cpus", "N", "Processors, in place of the pack's.");
    readonly Option<int?> memory = WholeNumber.Option("--mem", "MIB", "Memory in MiB, in place of the pack's.");
    readonly Option<int?> overlay = WholeNumber.Option("--overlay", "GIB", "Writes go to a disk of this size, not to memory.");
    readonly Argument<string[]> program = GuestWords.Argument(required: false);

    public static Command Create() => new PackRunCommand().Build();

    Command Build()
    {
        var command = new Command("run", "Runs a program in a machine of a pack: COMMAND, else the pack's entry point.")
        {
            sidecar, info, interactive, terminal, timeout, directory, variables, volumes, ports, network, cpus, memory, overlay, program,
        };
        Refused.Add(command, "there is one network", "--net-backend");
        Refused.Add(command, "a pack's machine has one disk (--overlay)", "--storage");
        Refused.Add(command, "a pack is unpacked anew whenever it has changed", "--force-extract");
        Refused.Add(command, "SMOLVM_TRACE=1 tells more", "--debug");
        Refused.Add(command, "machines of the qemu engine have no GPU", "--cuda", "--auto-graph");
        command.Runs(RunAsync);
        return command;
    }

    async Task<int> RunAsync(ToolCall call)
    {
        var path = call.Value(sidecar)!;
        if (call.Value(info))
        {
            await using var pack = await PackReader.OpenToInspectAsync(path, call.Ended);
            PackInspectCommand.Print(call.Console, pack);
            return 0;
        }
        var start = PackStart.Of(PackReader.Peek(path), path, call.Value(program));
        var options = start.Machine(new PackStartWishes(
            call.Value(cpus), call.Value(memory), call.Value(network), Variables.Read(call.Value(variables)), call.Value(volumes) ?? [],
            call.Value(ports) ?? [], call.Value(overlay)));
        var (engine, _) = await MachineEngines.ChooseAsync(PackCommand.Engine, options, call.Console, call.Ended);
        await using var machine = await engine.StartAsync(options, call.Console, call.Ended);
        var run = new GuestProgram(start.Program)
        {
            Interactive = call.Value(interactive),
            Terminal = call.Value(terminal),
            WorkingDirectory = call.Value(directory) ?? start.Directory,
            Timeout = call.Value(timeout),
        };
        return await run.RunAsync(machine, call);
    }
}
