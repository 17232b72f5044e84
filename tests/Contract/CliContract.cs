using System.Text.Json;

namespace SmolVM.Tests.Contract;

/// <summary>
/// The published shape of the smolvm command line. Two versions are recorded whole; any other has of both records what was there at
/// the time, with the arguments whose form changed laid over it.
/// </summary>
static class CliContract
{
    const string Resource = "smolvm-cli-contract.json";

    static readonly JsonElement Root = Load();
    static readonly JsonElement[] Records = [.. Root.GetProperty("versions").EnumerateObject().Select(version => version.Value)];

    static readonly Version Oldest = VersionRange.OfTag(Root.GetProperty("source").GetProperty("range").GetProperty("min").GetString())!;

    /// <summary>Every released version of the contract's range, oldest first.</summary>
    public static IReadOnlyList<Version> Versions { get; } =
        [.. Root.GetProperty("tags").EnumerateArray().Select(tag => VersionRange.OfTag(tag.GetString())!).Where(tag => tag >= Oldest)];

    /// <summary>A part of the document by its key, such as <c>errors</c> or <c>smolmachineFormat</c>, for what is no shape.</summary>
    public static JsonElement Part(string name) => Root.GetProperty(name);

    /// <summary>The command at that version, or null where the version has none of this name.</summary>
    /// <param name="path">Its words, without aliases.</param>
    /// <param name="version">The version; one that is newer than the contract counts as its newest.</param>
    public static ContractCommand? Command(string path, Version version)
    {
        var records = Records.Where(record => record.TryGetProperty(path, out _)).Select(record => record.GetProperty(path)).ToList();
        if (records.Count == 0 || !Life(records[^1]).Contains(version) || Unlisted(path, version))
            return null;
        var newest = records[^1];
        return new ContractCommand(
            path,
            ContractJson.Texts(newest, "aliases"),
            [.. records.SelectMany(record => ContractJson.Texts(record, "subcommands")).Distinct()],
            Arguments(path, records, version),
            ContractJson.Texts(newest, "requiresAnyOf"));
    }

    static VersionRange Life(JsonElement record) =>
        VersionRange.OfTags(ContractJson.Text(record, "since"), ContractJson.Text(record, "until"));

    // `packed` and `--version` are records of their own kind.
    static bool Unlisted(string path, Version version) =>
        !Root.GetProperty("drift").GetProperty("commands").TryGetProperty(path, out var life) || !Life(life).Contains(version);

    static List<ContractArgument> Arguments(string path, IReadOnlyList<JsonElement> records, Version version)
    {
        var known = new Dictionary<string, ContractArgument>();
        foreach (var record in records)
        {
            foreach (var argument in record.GetProperty("flags").EnumerateArray().Select(ContractJson.Flag)
                .Concat(record.GetProperty("positionals").EnumerateArray().Select(ContractJson.Positional)))
            {
                known[argument.Name] = argument;
            }
        }
        var there = known.Values.Where(argument => argument.Range.Contains(version)).ToDictionary(argument => argument.Name);
        foreach (var shape in Root.GetProperty("drift").GetProperty("shapes").EnumerateArray())
        {
            if (ContractJson.Text(shape, "command") != path
                || !VersionRange.OfTags(ContractJson.Text(shape, "from"), ContractJson.Text(shape, "to")).Contains(version))
            {
                continue;
            }
            var name = ContractJson.Text(shape, "argument")!;
            there[name] = ContractJson.Reshaped(there.GetValueOrDefault(name) ?? new ContractArgument { Name = name }, shape);
        }
        return [.. there.Values];
    }

    static JsonElement Load()
    {
        using var stream = typeof(CliContract).Assembly.GetManifestResourceStream(Resource)!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
