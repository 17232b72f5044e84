namespace SmolVM.Images.Debian;

/// <summary>
/// What apt of the <c>debian</c> image is told: the host's sources with their keyrings and preferences, as far as everybody may read them.
/// </summary>
/// <param name="Files">Paths, without a slash at their beginning, and contents.</param>
internal sealed record AptSettings(IReadOnlyList<(string Path, byte[] Content)> Files)
{
    static readonly string[] Wanted =
    [
        "etc/apt/sources.list", "etc/apt/sources.list.d", "etc/apt/preferences", "etc/apt/preferences.d", "etc/apt/trusted.gpg",
        "etc/apt/trusted.gpg.d", "etc/apt/keyrings", "usr/share/keyrings",
    ];

    /// <summary>A part of the image's key.</summary>
    public string Key => ContentHash.Of([.. Files.SelectMany(file => (string[])[file.Path, Convert.ToHexString(file.Content)])]);

    /// <param name="root">The host's root, or another in a test.</param>
    /// <param name="sources">Lines in place of the host's own sources; null: the host's.</param>
    public static AptSettings Read(string root, string? sources) => sources is not null
        ? new([("etc/apt/sources.list", System.Text.Encoding.UTF8.GetBytes(sources))])
        : new([.. Wanted.SelectMany(path => Below(root, path)).Order(StringComparer.Ordinal).Select(path => (path, Content(root, path)))]);

    /// <summary>Puts them into a tree, where a package may have the same.</summary>
    public void Write(string tree)
    {
        foreach (var (path, content) in Files)
        {
            var target = Path.Combine(tree, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (File.Exists(target))
                continue;
            File.WriteAllBytes(target, content);
            Modes.Set(target, Plain);
        }
    }

    const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    static IEnumerable<string> Below(string root, string path) => Path.Combine(root, path) switch
    {
        var full when IsOpen(full) => [path],
        var full when Directory.Exists(full) =>
            Directory.EnumerateFiles(full).Where(IsOpen).Select(file => Path.Combine(path, Path.GetFileName(file))),
        _ => [],
    };

    // A source with a password in it is closed to others, and the image would show it to every machine.
    static bool IsOpen(string file) =>
        File.Exists(file) && !OperatingSystem.IsWindows() && File.GetUnixFileMode(file).HasFlag(UnixFileMode.OtherRead);

    static byte[] Content(string root, string path) => File.ReadAllBytes(Path.Combine(root, path));
}
