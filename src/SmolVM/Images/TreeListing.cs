using System.Globalization;

namespace SmolVM.Images;

/// <summary>The names, types, modes, owners, sizes, times and link targets of all files of a tree: what stands for its content.</summary>
/// <param name="Hash">Over all of it, and not over where the tree is.</param>
/// <param name="Size">The bytes of all files.</param>
internal sealed record TreeListing(string Hash, long Size)
{
    /// <summary>Lists what this user cannot read.</summary>
    public static IReadOnlyList<string> UnreadableArgv(string directory) =>
        ["find", directory, "(", "-type", "f", "-o", "-type", "d", ")", "!", "-readable", "-print", "-prune"];

    // find is the host's way to owners, which .NET does not show. A NUL ends each of a file's two texts: no name can hold one.
    public static IReadOnlyList<string> Argv(string directory) =>
        ["find", directory, "-printf", @"%s %y %m %U %G %T@ %P\0%l\0"];

    public static TreeListing Parse(string output)
    {
        var records = output.Split('\0').Chunk(2).Where(texts => texts.Length == 2).Select(texts => string.Join('\0', texts))
            .Order(StringComparer.Ordinal).ToList();
        return new TreeListing(ContentHash.Of(records), records.Sum(FileSize));
    }

    static long FileSize(string record) => record.Split(' ', 3) is [var size, "f", _] ? long.Parse(size, CultureInfo.InvariantCulture) : 0;
}
