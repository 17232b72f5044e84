using System.Globalization;
using System.IO.Enumeration;
using SmolVM.Images;

namespace SmolVM.Build;

/// <summary>What stands for the content of a directory: another content has other names, sizes or times, unless a time is forged.</summary>
static class DirectoryState
{
    // Nothing is skipped for what it is; what cannot be read here cannot be read by the guest either.
    static readonly EnumerationOptions All = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0 };

    /// <param name="directory">Its own name and time count for nothing.</param>
    /// <param name="without">Full paths of files and directories that are passed over.</param>
    /// <returns>A hash over the paths, sizes, modes and times of files, the paths of directories, and what links name.</returns>
    public static string Of(string directory, IReadOnlySet<string> without)
    {
        var entries = new FileSystemEnumerable<string>(directory, (ref FileSystemEntry entry) => Describe(ref entry, directory), All)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !without.Contains(entry.ToFullPath()),
            // A link leads out of what the guest sees, or in a circle.
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !IsLink(ref entry) && !without.Contains(entry.ToFullPath()),
        };
        return ContentHash.Of(entries.Order(StringComparer.Ordinal));
    }

    static string Describe(ref FileSystemEntry entry, string directory)
    {
        var info = entry.ToFileSystemInfo();
        var path = Path.GetRelativePath(directory, info.FullName);
        if (IsLink(ref entry))
            return $"{path} -> {info.LinkTarget}";
        // The time of a directory changes with files that are passed over.
        return info is FileInfo file
            ? string.Create(CultureInfo.InvariantCulture, $"{path} {file.Length} {Mode(file)} {file.LastWriteTimeUtc.Ticks}")
            : $"{path}/";
    }

    static string Mode(FileInfo file) => OperatingSystem.IsWindows() ? "" : file.UnixFileMode.ToString("D");

    static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
}
