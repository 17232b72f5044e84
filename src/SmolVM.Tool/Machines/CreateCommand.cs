using System.CommandLine;
using SmolVM.Machines;
using SmolVM.Tool.Arguments;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Machines;

/// <summary><c>machine create</c>: writes a machine down; nothing boots.</summary>
internal static class CreateCommand
{
    public static Command Create()
    {
        var name = MachineNameOption.New();
        var set = new MachineOptionSet();
        var command = new Command("create", "Makes a machine, which does not run yet.") { name };
        set.AddTo(command);
        Refused.Add(command, "give it to each exec.", "--workdir", "-w");
        Refused.Add(command, "run it with exec after the first start.", "--init");
        Refused.Add(command, "machines have a name and no labels.", "--label");
        var words = GuestWords.Argument(required: false);
        words.Description = "Only -- sleep infinity: machines stay up by themselves.";
        words.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && string.Join(' ', result.Tokens.Select(token => token.Value)) != "sleep infinity")
                result.AddError("a machine starts no program by itself: run it with 'machine exec'");
        });
        command.Arguments.Add(words);
        command.Runs(async call =>
        {
            var stored = MachineEngines.Stored(set.Engine(call));
            var options = await set.ReadAsync(call, call.Value(name) ?? MachineName.Make());
            await stored.RequireFreeAsync(options.Name!, call.Ended);
            var machine = await stored.CreateAsync(options, call.Ended);
            call.Console.Line($"Created machine: {machine.Name}");
            call.Console.Line($"  Start it: dotnet smolvm machine start --name {machine.Name}");
        });
        return command;
    }
}
