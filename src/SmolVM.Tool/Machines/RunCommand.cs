using System.CommandLine;
using SmolVM.Errors;
using SmolVM.Machines;
using SmolVM.Tool.Arguments;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Machines;

/// <summary><c>machine run</c>: a program in a machine of its own, which ends with it.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var name = MachineNameOption.New();
        var machine = new MachineOptionSet();
        var set = new ProgramOptionSet(commandRequired: false);
        var command = new Command("run", "Runs a program in a new machine, which ends with it; with -d the machine stays.") { name };
        machine.AddTo(command);
        set.AddTo(command);
        Refused.Add(command, "a machine runs what it is told, as root of its own.", "--unprivileged", "--no-init-cache", "--rebuild-init-cache");
        command.Runs(async call =>
        {
            var options = await machine.ReadAsync(call, call.Value(name));
            if (set.IsDetached(call))
                return await StayAsync(call, machine.Engine(call), options, set.Read(call));
            var program = set.Read(call) ?? throw new SmolVmException(
                ErrorCodes.Option, "There is no program to run. Name one behind '--', such as -it -- /bin/sh.");
            // Nobody comes back for what it leaves.
            options = options with { RootUpper = RootUpper.Memory, MaximumLifetime = TimeSpan.FromDays(1) };
            var (engine, reason) = await MachineEngines.ChooseAsync(EngineName(machine.Engine(call)), options, call.Console, call.Ended);
            call.Console.Report(reason);
            await using var running = await engine.StartAsync(options, call.Console, call.Ended);
            return await program.RunAsync(running, call);
        });
        return command;
    }

    // Streams, signals and terminals need the agent.
    static string EngineName(string? asked) => asked is null or "" or "auto" ? "qemu" : asked;

    static async Task<int> StayAsync(ToolCall call, string? engine, MachineOptions options, GuestProgram? program)
    {
        var stored = MachineEngines.Stored(engine);
        options = options with { Name = options.Name ?? MachineName.Make() };
        await stored.RequireFreeAsync(options.Name, call.Ended);
        await stored.CreateAsync(options, call.Ended);
        try
        {
            await HostPorts.EnsureFreeAsync(stored, options.Name, call.Ended);
            await using var machine = await stored.StartAsync(options.Name, call.Console, call.Ended);
            if (program is not null)
                await program.DetachAsync(machine, call.Ended);
            ConsoleName.Link(options.Name);
        }
        catch
        {
            await stored.DeleteAsync(options.Name, call.Console, CancellationToken.None);
            throw;
        }
        call.Console.Line($"Machine '{options.Name}' running");
        call.Console.Line($"  Stop it: dotnet smolvm machine stop --name {options.Name}");
        return 0;
    }
}
