using SmolVM.Packs.Tar;

namespace SmolVM.Images;

/// <summary>Files of a layer whose names say what it takes away from the layers below (OCI image specification, "Whiteouts").</summary>
internal static class Whiteouts
{
    const string Prefix = ".wh.";
    const string Opaque = ".wh..wh..opq";

    /// <summary>The names that a layer takes away; one that ends with a slash is a directory that stays, without its content.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(Stream layer, CancellationToken cancellationToken)
    {
        var removed = new List<string>();
        var scanner = new TarScanner(layer);
        while (await scanner.NextAsync(cancellationToken) is { } member)
        {
            if (Removed(TarName.ToText(TarName.Clean(member.Name))) is { } name)
                removed.Add(name);
        }
        return removed;
    }

    /// <summary>Removes them from the tree of the layers below.</summary>
    public static void Apply(string tree, IEnumerable<string> removed)
    {
        foreach (var name in removed)
        {
            if (name.EndsWith('/'))
                Empty(tree, name);
            else if (Path.GetDirectoryName(name) is var parent && IsRealDirectory(tree, parent!))
                Delete(Path.Combine(tree, name));
        }
    }

    static string? Removed(string name)
    {
        var file = Path.GetFileName(name);
        var directory = name[..^file.Length];
        return file switch
        {
            Opaque => directory,
            _ when file.StartsWith(Prefix, StringComparison.Ordinal) && file.Length > Prefix.Length => directory + file[Prefix.Length..],
            _ => null,
        };
    }

    static void Empty(string tree, string directory)
    {
        if (!IsRealDirectory(tree, directory))
            return;
        foreach (var path in Directory.EnumerateFileSystemEntries(Path.Combine(tree, directory)).ToList())
            Delete(path);
    }

    // Nothing is removed through a link, wherever it leads: it may be one of the host's.
    static bool IsRealDirectory(string tree, string directory)
    {
        var path = tree;
        foreach (var part in directory.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            path = Path.Combine(path, part);
            if (new DirectoryInfo(path) is not { Exists: true, LinkTarget: null })
                return false;
        }
        return true;
    }

    static void Delete(string path)
    {
        if (new DirectoryInfo(path) is { Exists: true, LinkTarget: null })
            Directory.Delete(path, recursive: true);
        else
            File.Delete(path);
    }
}
