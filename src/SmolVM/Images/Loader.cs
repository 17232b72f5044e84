using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>
/// Runs and examines programs of an unpacked tree with the tree's own dynamic loader and libraries, whatever the host has.
/// </summary>
/// <param name="Tree">The tree, laid out with <c>/lib</c> merged into <c>/usr/lib</c>.</param>
internal sealed record Loader(string Tree)
{
    /// <summary>The loader's path inside every tree, and that of its libraries.</summary>
    public const string GuestPath = "lib64/ld-linux-x86-64.so.2";

    public const string GuestLibraries = "lib/x86_64-linux-gnu";

    const string Libraries = "usr/" + GuestLibraries;

    public string Program => Path.Combine(Tree, Libraries, Path.GetFileName(GuestPath));

    public IReadOnlyList<string> ListArgv(string program) => [Program, .. Options, "--list", program];

    public IReadOnlyList<string> RunArgv(string program, params IEnumerable<string> arguments) => [Program, .. Options, program, .. arguments];

    /// <summary>The tree is the working directory: a colon in its own path would cut the library path in two.</summary>
    public Command Command(IReadOnlyList<string> argv) => new(argv) { WorkingDirectory = Tree };

    /// <summary>The full paths of the libraries in what the loader prints: <c>NAME =&gt; PATH (ADDRESS)</c> a line.</summary>
    /// <exception cref="ImageException">One is not in the tree.</exception>
    public IReadOnlyList<string> ParseList(string program, string output)
    {
        var found = new List<string>();
        foreach (var line in output.Split('\n').Where(line => line.Contains(" => ", StringComparison.Ordinal)))
        {
            var parts = line.Trim().Split(" => ");
            var path = parts[1].Split(" (")[0];
            if (path == Program)
                continue;
            if (!path.StartsWith(Libraries + '/', StringComparison.Ordinal))
                throw new ImageException(
                    $"The packages of the kit do not hold '{parts[0]}', which '{program}' needs. "
                    + "Report it with the version of your distribution.");
            found.Add(Path.Combine(Tree, path));
        }
        return found;
    }

    static string[] Options => ["--inhibit-cache", "--library-path", Libraries];
}
