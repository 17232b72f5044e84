using System.CommandLine;
using System.Globalization;
using SmolVM.Errors;
using SmolVM.Tool.Arguments;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Machines;

/// <summary><c>machine fork</c>: further machines that go on from where one is, which goes on itself.</summary>
internal static class ForkCommand
{
    const int Most = 1024;

    public static Command Create()
    {
        var golden = new Option<string>("--golden") { Description = "The machine that is copied. It has to run.", HelpName = "NAME", Required = true };
        var name = new Option<string?>("--name", "-n") { Description = "The name of the new machine.", HelpName = "NAME" };
        var prefix = new Option<string?>("--name-prefix") { Description = "Of several: the begin of their names.", HelpName = "PREFIX" };
        var count = WholeNumber.Option("--count", "COUNT", "How many; 1 when left out.");
        var parallel = WholeNumber.Option("--parallel", "COUNT", "Taken: they are made one after another.");
        var ready = new Option<bool>("--wait-ready") { Description = "Nothing more: they are ready." };
        var forkable = new Option<bool>("--forkable") { Description = "Nothing more: every machine can be forked." };
        var command = new Command("fork", "Makes further machines of one that runs.")
        {
            golden, name, prefix, count, parallel, ready, forkable,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(name) is null == result.GetValue(prefix) is null)
                result.AddError("Give either '--name' for one machine, or '--name-prefix' with '--count'.");
        });
        Refused.Add(command, "the ports of a copy are chosen anew: see 'machine status'.", "--port", "-p");
        Refused.Add(command, "the programs of a copy go on with what they have.", "--env", "-e", "--secret-env", "--secret-file");
        Refused.Add(command, "a copy shares nothing with the machine that it came from.", "--share-weights", "--hold", "--ready-timeout");
        command.Runs(async call =>
        {
            var stored = MachineEngines.Stored();
            await stored.RequireRunningAsync(call.Value(golden)!, call.Ended);
            foreach (var copy in Names(call.Value(name), call.Value(prefix), call.Value(count) ?? 1))
            {
                await stored.ForkAsync(call.Value(golden)!, copy, call.Console, call.Ended);
                ConsoleName.Link(copy);
                call.Console.Clear();
                call.Console.Line($"Forked '{call.Value(golden)}' to '{copy}'");
            }
        });
        return command;
    }

    static IEnumerable<string> Names(string? name, string? prefix, int count)
    {
        if (count is < 1 or > Most || (name is not null && count != 1))
            throw new SmolVmException(
                ErrorCodes.Option, $"'--count {count}' is not possible. Give 1 with '--name', and 1 to {Most} with '--name-prefix'.");
        return name is not null
            ? [name]
            : Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number}"));
    }
}
