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

    /// <summary>
    /// What goes from the tree of the layers below: files, and directories with all that is in them. Nothing is found through a link,
    /// wherever it leads.
    /// </summary>
    public static IEnumerable<string> Find(string tree, IEnumerable<string> removed) => removed.SelectMany(name => Find(tree, name));

    /// <summary>The directories that other files take the place of, which tar leaves where they are.</summary>
    public static IEnumerable<string> FindInTheWay(string tree, IEnumerable<string> names) =>
        names.Where(name => RealPath.IsDirectory(tree, name)).Select(name => Path.Join(tree, name));

    static IEnumerable<string> Find(string tree, string name)
    {
        if (name.EndsWith('/'))
            return RealPath.IsDirectory(tree, name) ? Directory.EnumerateFileSystemEntries(Path.Join(tree, name)) : [];
        var path = Path.Join(tree, name);
        return RealPath.IsDirectory(tree, Path.GetDirectoryName(name)!) && (Path.Exists(path) || new FileInfo(path).LinkTarget is not null)
            ? [path]
            : [];
    }
}
