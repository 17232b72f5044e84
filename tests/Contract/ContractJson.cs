using System.Text.Json;

namespace SmolVM.Tests.Contract;

/// <summary>Reads the records of the contract.</summary>
static class ContractJson
{
    public static ContractArgument Flag(JsonElement flag) => Argument(flag, flag.GetProperty("long").GetString()!);

    public static ContractArgument Positional(JsonElement positional) => Argument(positional, $"<{Text(positional, "name")}>");

    /// <summary>An argument whose form changed, with that form laid over it.</summary>
    public static ContractArgument Reshaped(ContractArgument argument, JsonElement shape) => argument with
    {
        Required = Is(shape, "required", argument.Required),
        Position = shape.TryGetProperty("position", out _) ? Position(shape) : argument.Position,
        TakesTheRest = Is(shape, "trailingVarArg", argument.TakesTheRest),
        OnlyAfterDashes = Is(shape, "last", argument.OnlyAfterDashes),
    };

    public static IReadOnlyList<string> Texts(JsonElement record, string property) =>
        record.TryGetProperty(property, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(item => item.GetString()!)]
            : [];

    public static string? Text(JsonElement record, string property) =>
        record.TryGetProperty(property, out var value) ? value.GetString() : null;

    static ContractArgument Argument(JsonElement record, string name) => new()
    {
        Name = name,
        Letters = [.. new[] { Text(record, "short") }.Concat(Texts(record, "shortAliases")).OfType<string>().Select(letter => letter[1])],
        TakesValue = Is(record, "value"),
        Repeatable = Is(record, "repeatable"),
        Required = Is(record, "required"),
        Syntax = Text(record, "syntax") ?? "",
        Conflicts = Texts(record, "conflicts"),
        Requires = Texts(record, "requires"),
        RequiredUnless = Texts(record, "requiredUnless"),
        Position = Position(record),
        TakesTheRest = Is(record, "trailingVarArg"),
        OnlyAfterDashes = Is(record, "last"),
        Range = VersionRange.OfTags(Text(record, "since"), Text(record, "until")),
    };

    static bool Is(JsonElement record, string property, bool otherwise = false) =>
        record.TryGetProperty(property, out var value) ? value.GetBoolean() : otherwise;

    static int? Position(JsonElement record) =>
        record.TryGetProperty("position", out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;
}
