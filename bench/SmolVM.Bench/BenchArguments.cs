using System.Globalization;

namespace SmolVM.Bench;

/// <summary>What the command line asks for.</summary>
/// <param name="Benchmark"><c>boot</c> or <c>warm</c>.</param>
/// <param name="Rounds">How many samples of each thing.</param>
/// <param name="Json">The file for the JSON; null: standard output.</param>
/// <param name="Rows">The rows to measure; empty: all.</param>
sealed record BenchArguments(string Benchmark, int Rounds, string? Json, IReadOnlyList<string> Rows)
{
    const int BootRounds = 5;
    const int WarmRounds = 10;

    public static string Usage(IEnumerable<string> rows) =>
        "usage: SmolVM.Bench boot [--rounds N] [--json FILE]\n"
        + "       SmolVM.Bench warm [--rounds N] [--json FILE] [--rows ROW,…]\n"
        + $"rows:  {string.Join(' ', rows)}";

    /// <summary>Null where it is to be refused.</summary>
    /// <param name="args">The words.</param>
    /// <param name="known">The names of all rows.</param>
    public static BenchArguments? Parse(string[] args, IReadOnlyCollection<string> known)
    {
        if (args is not [("boot" or "warm") and var benchmark, .. var options] || options.Length % 2 == 1)
            return null;
        var parsed = new BenchArguments(benchmark, benchmark == "boot" ? BootRounds : WarmRounds, null, []);
        foreach (var option in options.Chunk(2))
        {
            if (parsed.With(option[0], option[1], known) is not { } next)
                return null;
            parsed = next;
        }
        return parsed;
    }

    BenchArguments? With(string option, string value, IReadOnlyCollection<string> known) => option switch
    {
        "--rounds" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) && rounds > 0 =>
            this with { Rounds = rounds },
        "--json" => this with { Json = value },
        "--rows" when Benchmark == "warm" && value.Split(',') is var rows && rows.All(known.Contains) => this with { Rows = rows },
        _ => null,
    };
}
