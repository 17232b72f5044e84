namespace SmolVM.Images;

/// <summary>Files of a layer whose names say what it takes away from the layers below (OCI image specification, "Whiteouts").</summary>
internal static class Whiteouts
{
    const string Prefix = ".wh.";
    const string Opaque = ".wh..wh..opq";

    /// <summary>
    /// The name that a member takes away, null for most; one that ends with a slash is a directory that stays, without its content.
    /// </summary>
    public static string? Removed(string name)
    {
        var file = Path.GetFileName(name);
        var directory = name[..^file.Length];
        return file switch
        {
            Opaque => directory.Length == 0 ? "./" : directory,
            // What follows may not lead elsewhere: that would be a directory of the host in the end.
            _ when file.StartsWith(Prefix, StringComparison.Ordinal) && file[Prefix.Length..] is not ("" or "." or "..") =>
                directory + file[Prefix.Length..],
            _ => null,
        };
    }

    /// <summary>Removes them from the tree of the layers below. Nothing is removed through a link, wherever it leads.</summary>
    public static void Apply(string tree, IEnumerable<string> removed)
    {
        foreach (var name in removed)
        {
            if (name.EndsWith('/'))
                Empty(tree, name);
            else if (Path.GetDirectoryName(name) is var parent && RealPath.IsDirectory(tree, parent!))
                Delete(Path.Join(tree, name));
        }
    }

    /// <summary>Removes the directories that other files take the place of, which tar does not.</summary>
    public static void MakeRoom(string tree, IEnumerable<string> names)
    {
        foreach (var name in names.Where(name => RealPath.IsDirectory(tree, name)))
            Directory.Delete(Path.Join(tree, name), recursive: true);
    }

    static void Empty(string tree, string directory)
    {
        if (!RealPath.IsDirectory(tree, directory))
            return;
        foreach (var path in Directory.EnumerateFileSystemEntries(Path.Join(tree, directory)).ToList())
            Delete(path);
    }

    static void Delete(string path)
    {
        if (new DirectoryInfo(path) is { Exists: true, LinkTarget: null })
            Directory.Delete(path, recursive: true);
        else
            File.Delete(path);
    }
}
