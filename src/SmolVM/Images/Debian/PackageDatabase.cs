using SmolVM.Processes;

namespace SmolVM.Images.Debian;

/// <summary>
/// Unpacks packages as dpkg would, without running anything of theirs: the files, and a database in which each package waits to be
/// configured.
/// </summary>
internal sealed class PackageDatabase(string tree, Func<IReadOnlyList<string>, Command> command, ICommandRunner runner)
{
    const string Place = "var/lib/dpkg";

    string Database => Path.Combine(tree, Place);

    string Info => Path.Combine(Database, "info");

    public static IReadOnlyList<string> ControlArgv(string deb, string directory) => ["dpkg-deb", "--control", deb, directory];

    /// <summary>Says the names of what it unpacks, as they are.</summary>
    public static IReadOnlyList<string> TarArgv(string tree) =>
        [.. PackageTree.TarArgv(tree), "--verbose", "--quoting-style=literal"];

    /// <param name="debs">The packages, into a tree that is not there yet.</param>
    /// <param name="work">A directory for files in between.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task UnpackAsync(IReadOnlyList<string> debs, string work, CancellationToken cancellationToken)
    {
        PackageTree.Begin(tree);
        var records = new List<PackageRecord>();
        foreach (var deb in debs)
            records.Add(await UnpackAsync(deb, Path.Combine(work, "control"), cancellationToken));
        await WriteAsync(records, cancellationToken);
    }

    async Task<PackageRecord> UnpackAsync(string deb, string control, CancellationToken cancellationToken)
    {
        var unpack = command(TarArgv(tree)) with
        {
            Input = (stream, token) => DebArchive.CopyTarAsync(runner, deb, stream, token),
            CaptureLimit = int.MaxValue,
        };
        var list = (await runner.RunAsync(unpack, cancellationToken)).EnsureSuccess().StandardOutput;
        (await runner.RunAsync(new Command(ControlArgv(deb, control)), cancellationToken)).EnsureSuccess();
        try
        {
            var record = new PackageRecord(Text(control, "control"), Text(control, "triggers"), Hashed(Text(control, "conffiles")));
            Directory.CreateDirectory(Info);
            await File.WriteAllTextAsync(Own(record, "list"), PackageRecord.FileList(list), cancellationToken);
            foreach (var file in Directory.EnumerateFiles(control).Where(file => Path.GetFileName(file) != "control"))
                File.Move(file, Own(record, Path.GetFileName(file)));
            return record;
        }
        finally
        {
            Directory.Delete(control, recursive: true);
        }
    }

    async Task WriteAsync(IReadOnlyList<PackageRecord> records, CancellationToken cancellationToken)
    {
        var triggers = Path.Combine(Database, "triggers");
        foreach (var folder in (string[])["parts", "triggers", "updates"])
            Modes.CreateFolder(Path.Combine(Database, folder));
        foreach (var file in (string[])["available", "diversions", "statoverride", "triggers/Lock", "triggers/Unincorp"])
            await File.WriteAllTextAsync(Path.Combine(Database, file), "", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Info, "format"), "1\n", cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(Database, "status"), string.Concat(records.Select(record => record.Status)), cancellationToken);
        // A trigger that is a path is a line of one file; any other has a file of its own.
        foreach (var (name, listener) in records.SelectMany(record => record.Interests))
            await (name.StartsWith('/')
                ? File.AppendAllTextAsync(Path.Combine(triggers, "File"), $"{name} {listener}\n", cancellationToken)
                : File.AppendAllTextAsync(Path.Combine(triggers, name), $"{listener}\n", cancellationToken));
    }

    // A link in the tree may lead anywhere on the host; a configuration file is never one.
    (string, string)[] Hashed(string conffiles) =>
    [
        .. PackageRecord.Paths(conffiles)
            .Select(path => (Path: path, Here: Path.Combine(tree, path[1..])))
            .Where(file => new FileInfo(file.Here) is { Exists: true, LinkTarget: null })
            .Select(file => (file.Path, PackageRecord.Md5(File.ReadAllBytes(file.Here)))),
    ];

    string Own(PackageRecord record, string kind) => Path.Combine(Info, $"{record.FileName}.{kind}");

    static string Text(string directory, string name) =>
        File.Exists(Path.Combine(directory, name)) ? File.ReadAllText(Path.Combine(directory, name)) : "";
}
