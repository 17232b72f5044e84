namespace FakeSmolvm.Guests;

/// <summary>Variables of a guest, from lists of <c>NAME=VALUE</c>, later ones over earlier ones.</summary>
static class GuestEnvironment
{
    public const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>What becomes of an entry without a value: dropped, or filled from the environment of the CLI.</summary>
    public static IReadOnlyList<string> Complete(IEnumerable<string> entries, Drift drift) =>
        [.. entries.Select(entry => entry.Contains('=', StringComparison.Ordinal) ? entry : FromHost(entry, drift)).OfType<string>()];

    public static IReadOnlyDictionary<string, string> Of(params IEnumerable<string>[] layers)
    {
        var variables = new Dictionary<string, string> { ["PATH"] = DefaultPath, ["HOME"] = "/root" };
        foreach (var entry in layers.SelectMany(layer => layer))
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            variables[entry[..equals]] = entry[(equals + 1)..];
        }
        return variables;
    }

    static string? FromHost(string name, Drift drift) =>
        drift.BareNamesTakeHostVariables && Environment.GetEnvironmentVariable(name) is { } value ? $"{name}={value}" : null;
}
