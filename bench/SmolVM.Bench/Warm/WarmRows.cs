namespace SmolVM.Bench.Warm;

/// <summary>All rows, in the order of the table.</summary>
static class WarmRows
{
    static readonly (string Name, Func<WarmGround, WarmRow> Make)[] All =
    [
        ("start", ground => new StartRow(ground)),
        ("exec", ground => new ExecRow(ground)),
        ("ping", ground => new PingRow(ground)),
        ("eight", ground => new EightRow(ground)),
        ("memory", ground => new MemoryRow(ground)),
        ("clone", ground => new CloneRow(ground)),
        ("copy", ground => new CopyRow(ground)),
        ("pool", ground => new PoolRow(ground)),
        ("git", ground => new GitRow(ground)),
    ];

    public static IReadOnlyCollection<string> Names => [.. All.Select(row => row.Name)];

    /// <param name="ground">What they stand on.</param>
    /// <param name="wanted">Names; empty: all.</param>
    public static IReadOnlyList<(string Name, WarmRow Row)> Of(WarmGround ground, IReadOnlyList<string> wanted) =>
        [.. All.Where(row => wanted.Count == 0 || wanted.Contains(row.Name)).Select(row => (row.Name, row.Make(ground)))];
}
