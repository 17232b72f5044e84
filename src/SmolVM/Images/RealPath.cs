namespace SmolVM.Images;

/// <summary>Paths in a tree that are no links, and lead through none: a link may be to a file of the host.</summary>
internal static class RealPath
{
    public static bool IsDirectory(string tree, string directory) =>
        Places(tree, directory).All(IsDirectory);

    /// <summary>Whether a directory can be made there: it is not there, and what is there of the way to it are directories.</summary>
    public static bool CanBeMade(string tree, string directory)
    {
        if (directory.Split('/').Contains(".."))
            return false;
        var missing = Places(tree, directory).SkipWhile(IsDirectory).FirstOrDefault();
        return missing is not null && new FileInfo(missing) is { Exists: false, LinkTarget: null } && !Directory.Exists(missing);
    }

    static IEnumerable<string> Places(string tree, string directory)
    {
        var path = tree;
        foreach (var part in directory.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            path = Path.Combine(path, part);
            yield return path;
        }
    }

    static bool IsDirectory(string path) => new DirectoryInfo(path) is { Exists: true, LinkTarget: null };
}
