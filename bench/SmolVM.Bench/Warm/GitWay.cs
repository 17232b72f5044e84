namespace SmolVM.Bench.Warm;

/// <summary>One way for a repository to get into a machine, and how long git takes there.</summary>
/// <param name="name">As the table says it.</param>
/// <param name="directory">Where it is in the guest.</param>
/// <param name="settings">Of git, beside its own.</param>
sealed class GitWay(string name, string directory, params string[] settings)
{
    /// <summary>Prints nothing where git sees no change.</summary>
    public IReadOnlyList<string> StatusArgv =>
    [
        // The files are another user's than the one who looks.
        "/usr/bin/git", "-c", "safe.directory=*", .. settings.SelectMany(setting => (string[])["-c", setting]),
        "-C", directory, "status", "--porcelain",
    ];

    /// <summary>The first of a machine: also what git has to read again, for it finds other inode numbers or times than it left.</summary>
    public Series First { get; } = new($"git status of 5,000 files, {name}: the first", "ms");

    public Series Again { get; } = new($"git status of 5,000 files, {name}: again", "ms");

    public IEnumerable<WarmLine> Lines => [.. First.Lines, .. Again.Lines];
}
