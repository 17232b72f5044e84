namespace SmolVM.Build.Tests.Infra;

/// <summary>What must not be there after a build, however it ended.</summary>
static class Leftovers
{
    public static IReadOnlyList<string> Of(TestProject project) => [.. Processes(project), .. Files(project)];

    /// <summary>Waits until nothing is left; nothing tells that but a look.</summary>
    public static async Task GoneAsync(TestProject project)
    {
        while (Of(project).Count > 0)
            await Task.Delay(50, TestContext.Current.CancellationToken);
    }

    /// <summary>A machine's run directory stands in its command line.</summary>
    public static IEnumerable<string> Processes(TestProject project) =>
        from directory in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(directory), out _)
        let commandLine = CommandLine(directory)
        where commandLine.Contains(project.Root, StringComparison.Ordinal)
        select commandLine;

    static IEnumerable<string> Files(TestProject project) =>
        Directory.EnumerateFileSystemEntries(project.RunDirectory, "*", SearchOption.AllDirectories)
            .Where(path => path.Contains("qemu", StringComparison.Ordinal) || path.EndsWith(".sock", StringComparison.Ordinal))
            .Concat(Directory.Exists(Path.GetDirectoryName(project.Pack))
                ? Directory.EnumerateFiles(Path.GetDirectoryName(project.Pack)!).Where(path => path != project.Pack)
                : []);

    static string CommandLine(string directory)
    {
        try
        {
            return File.ReadAllText(Path.Combine(directory, "cmdline")).Replace('\0', ' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // It has ended meanwhile, or is not ours.
        }
    }
}
