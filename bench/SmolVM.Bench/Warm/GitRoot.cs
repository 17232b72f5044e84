using SmolVM.Processes;

namespace SmolVM.Bench.Warm;

/// <summary>
/// A root file system with the host's git and the libraries that it needs, and a repository of many small files in it: the image
/// <c>base</c> has no git, and the host's root has too much to be compared.
/// </summary>
static class GitRoot
{
    /// <summary>Where the repository is below the root.</summary>
    public const string Repository = "repo";

    const int Directories = 100;
    const int FilesInEach = 50;

    static readonly CommandRunner Runner = new();

    public static IReadOnlyList<string> LibrariesArgv(string program) => ["ldd", program];

    public static IReadOnlyList<IReadOnlyList<string>> RepositoryArgv(string path) =>
    [
        ["git", "init", "--quiet", path],
        ["git", "-C", path, "add", "."],
        [
            "git", "-C", path, "-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "gc.auto=0",
            "commit", "--quiet", "--message", "all",
        ],
    ];

    /// <summary>The files that ldd names: each is behind an arrow, or stands alone where the program has its path.</summary>
    public static IReadOnlyList<string> ParseLibraries(string output) =>
    [
        .. output.Split('\n').SelectMany(line => line.Split(' ', StringSplitOptions.TrimEntries))
            .Where(word => word.StartsWith('/')),
    ];

    public static async Task MakeAsync(string root, CancellationToken cancellationToken)
    {
        var git = ExecutablePath.Resolve("git", Environment.GetEnvironmentVariable("PATH"));
        var libraries = await RunAsync(LibrariesArgv(git), cancellationToken);
        foreach (var file in ParseLibraries(libraries).Append("/usr/bin/git"))
            Copy(file == "/usr/bin/git" ? git : file, root + file);
        Directory.CreateDirectory(Path.Combine(root, "tmp"));
        var repository = Directory.CreateDirectory(Path.Combine(root, Repository)).FullName;
        for (var i = 0; i < Directories * FilesInEach; i++)
            await WriteAsync(repository, i, cancellationToken);
        foreach (var argv in RepositoryArgv(repository))
            await RunAsync(argv, cancellationToken);
    }

    static async Task WriteAsync(string repository, int number, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateDirectory(Path.Combine(repository, $"part{number / FilesInEach}")).FullName;
        var lines = Enumerable.Range(0, 60).Select(line => $"line {line} of file {number}");
        await File.WriteAllLinesAsync(Path.Combine(directory, $"file{number}.txt"), lines, cancellationToken);
    }

    static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(File.ResolveLinkTarget(from, returnFinalTarget: true)?.FullName ?? from, to);
    }

    static async Task<string> RunAsync(IReadOnlyList<string> argv, CancellationToken cancellationToken) =>
        (await Runner.RunAsync(new Command(argv), cancellationToken)).EnsureSuccess().StandardOutput;
}
