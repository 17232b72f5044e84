namespace SmolVM.Images;

/// <summary>
/// A private apt: the system's sources, keyrings, preferences and proxies, with lists, state and downloads of its own, so that no root
/// rights are needed and nothing of the system changes.
/// </summary>
internal sealed record AptRoot(string Directory)
{
    public string Configuration => Path.Combine(Directory, "apt.conf");

    /// <summary>Lines in place of the system's own sources; null: the system's.</summary>
    public string? Sources { get; init; }

    public string SourceList => Path.Combine(Directory, "sources.list");

    public string Status => Path.Combine(Directory, "status");

    public IReadOnlyList<string> Folders =>
        [Path.Combine(Directory, "lists", "partial"), Path.Combine(Directory, "archives", "partial")];

    /// <summary>Read after the system's own configuration, whose hooks would run as root for lists that are not the system's.</summary>
    public string ConfigurationText => string.Join('\n',
    [
        "#clear APT::Update::Pre-Invoke;",
        "#clear APT::Update::Post-Invoke;",
        "#clear APT::Update::Post-Invoke-Success;",
        "#clear Acquire::IndexTargets::deb::DEP-11;",
        "#clear Acquire::IndexTargets::deb::DEP-11-icons;",
        "#clear Acquire::IndexTargets::deb::DEP-11-icons-small;",
        "#clear Acquire::IndexTargets::deb::DEP-11-icons-large;",
        "#clear Acquire::IndexTargets::deb::DEP-11-icons-hidpi;",
        "#clear Acquire::IndexTargets::deb::DEP-11-icons-large-hidpi;",
        "#clear Acquire::IndexTargets::deb::CNF;",
        "#clear Acquire::Languages;",
        "Acquire::Languages \"none\";",
        "Acquire::Retries \"3\";",
        "Acquire::http::Timeout \"30\";",
        "Acquire::https::Timeout \"30\";",
        "#clear APT::Architectures;",
        "APT::Architecture \"amd64\";",
        "APT::Architectures { \"amd64\"; };",
        "APT::Sandbox::User \"root\";",
        $"Dir::State {Quote(Directory)};",
        $"Dir::State::lists {Quote(Path.Combine(Directory, "lists"))};",
        $"Dir::State::status {Quote(Status)};",
        $"Dir::Cache {Quote(Directory)};",
        $"Dir::Cache::archives {Quote(Path.Combine(Directory, "archives"))};",
        $"Dir::Log {Quote(Directory)};",
        .. Sources is null ? (string[])[] : [$"Dir::Etc::sourcelist {Quote(SourceList)};", "Dir::Etc::sourceparts \"-\";"],
        "",
    ]);

    public IReadOnlyList<string> UpdateArgv => ["apt-get", "-c", Configuration, "-q", "update"];

    public IReadOnlyList<string> ShowArgv(string package) =>
        ["apt-cache", "-c", Configuration, "show", "--no-all-versions", package];

    public IReadOnlyList<string> UrisArgv(IEnumerable<string> packages) =>
        ["apt-get", "-c", Configuration, "-q", "download", "--print-uris", .. packages];

    /// <summary>With all that they need, and nothing that is only recommended.</summary>
    public IReadOnlyList<string> DependenciesArgv(IEnumerable<string> packages) =>
        ["apt-get", "-c", Configuration, "-q", "install", "--print-uris", "--yes", "--no-install-recommends", .. packages];

    /// <summary>Downloads to the working directory, with the sizes and hashes of the signed lists checked by apt.</summary>
    public IReadOnlyList<string> DownloadArgv(IEnumerable<PackageFile> packages) =>
        ["apt-get", "-c", Configuration, "-q", "download", .. packages.Select(package => $"{package.Name}={package.Version}")];

    // apt's configuration has no way to write these.
    static string Quote(string path) => path.AsSpan().IndexOfAny('"', '\\', '\n') < 0
        ? $"\"{path}\""
        : throw new ImageException(
            $"The cache directory '{path}' has a quote, a backslash or a line break in its name, which apt cannot take. "
            + "Set SMOLVM_CACHE to another one.");
}
