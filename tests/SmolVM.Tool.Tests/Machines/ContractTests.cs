using System.Text.Json;
using SmolVM.Machines;
using SmolVM.Tests.Contract;
using SmolVM.Tool.Machines;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Tests.Machines;

/// <summary>The tool against the published shape of the <c>smolvm</c> program.</summary>
public sealed class ContractTests
{
    static readonly Version Newest = CliContract.Versions[^1];

    public static TheoryData<string> Commands =>
    [
        "run", "exec", "create", "start", "stop", "delete", "status", "ls", "update", "prune", "fork", "shell", "cp", "data-dir",
    ];

    static bool IsUnknown(string command, ContractArgument flag)
    {
        string[] words = flag.TakesValue ? [$"{flag.Name}=x"] : [flag.Name];
        var (parsed, refusal) = ToolInvocation.Read(["machine", command, .. words]);
        return parsed.Errors.Any(error => error.Message.StartsWith("Unrecognized", StringComparison.Ordinal))
            || refusal is { } said && said.StartsWith("unexpected argument", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_flag_of_the_program_is_taken_or_refused_by_its_name(string command)
    {
        var flags = CliContract.Command($"machine {command}", Newest)!.Arguments.Where(argument => argument.IsFlag);

        Assert.DoesNotContain(flags, flag => IsUnknown(command, flag));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_letter_and_alias_of_the_program_is_the_same_here(string command)
    {
        var known = CliContract.Command($"machine {command}", Newest)!;
        var own = ToolCommand.Create().Subcommands.Single(one => one.Name == "machine").Subcommands.Single(one => one.Name == command);
        var options = own.Options.SelectMany(option => option.Aliases.Prepend(option.Name)).ToHashSet();

        Assert.Equal(known.Aliases, own.Aliases);
        Assert.All(known.Arguments.SelectMany(argument => argument.Letters), letter => Assert.Contains($"-{letter}", options));
    }

    [Fact]
    public void A_machine_as_JSON_has_every_field_of_the_program_with_its_type()
    {
        var shape = CliContract.Part("jsonOutputs").GetProperty("machine");
        var machine = new StoredMachine("one", "qemu", MachineState.Running, new MachineOptions { Name = "one" }, DateTimeOffset.UnixEpoch)
        {
            ProcessId = 7,
        };
        var json = JsonSerializer.SerializeToElement(MachineRecord.Of(machine), JsonText.Options);

        Assert.Empty(shape.GetProperty("fields").EnumerateObject().Where(field => !Fits(json, field)).Select(field => field.Name));
        Assert.Empty(shape.GetProperty("added").EnumerateObject().Where(field => !json.TryGetProperty(field.Name, out _)).Select(field => field.Name));
        Assert.Equal(
            ["missing_folders"],
            json.EnumerateObject().Select(field => field.Name)
                .Except(shape.GetProperty("fields").EnumerateObject().Concat(shape.GetProperty("added").EnumerateObject()).Select(field => field.Name)));
    }

    [Theory]
    [InlineData(MachineState.Running, true, "running")]
    [InlineData(MachineState.Stopped, true, "stopped")]
    [InlineData(MachineState.Stopped, false, "created")]
    public void A_state_is_one_of_the_programs_words(MachineState state, bool wasStarted, string word)
    {
        var machine = new StoredMachine("one", "qemu", state, new MachineOptions(), DateTimeOffset.UnixEpoch) { WasStarted = wasStarted };

        Assert.Equal(word, MachineRecord.StateOf(machine));
        Assert.Contains(word, CliContract.Part("states").GetProperty("values").EnumerateArray().Select(value => value.GetString()));
    }

    [Theory]
    [InlineData("base", null, 512)]
    [InlineData("debian", null, 1024)]
    [InlineData("host", null, 1024)]
    [InlineData("debian", 300, 300)]
    public void The_memory_is_what_the_machine_gets(string image, int? said, int shown) =>
        Assert.Equal(shown, MachineRecord.MemoryMiB(new MachineOptions { Image = image, MemoryMiB = said }));

    static bool Fits(JsonElement json, JsonProperty field) =>
        json.TryGetProperty(field.Name, out var value) && Kinds(field.Value.GetString()!).Contains(value.ValueKind);

    static JsonValueKind[] Kinds(string type) => type switch
    {
        "bool" => [JsonValueKind.True, JsonValueKind.False],
        "string[]" => [JsonValueKind.Array],
        _ when type.Contains("|null", StringComparison.Ordinal) => [JsonValueKind.Null, JsonValueKind.Number, JsonValueKind.String],
        _ when type.StartsWith("string", StringComparison.Ordinal) => [JsonValueKind.String],
        _ => [JsonValueKind.Number],
    };
}
