using SmolVM.Images;
using SmolVM.Processes;

namespace SmolVM.Qemu.Templates;

/// <summary>
/// Which frozen machines go: those that nobody has used for long, and the longest unused of too many. Never one that is used.
/// </summary>
internal static class TemplateSweep
{
    public static readonly TimeSpan MaximumAge = TimeSpan.FromDays(7);

    /// <summary>Of one file system, in bytes that are really taken.</summary>
    public const long MaximumBytes = 6L << 30;

    /// <summary>A pure choice among what is there.</summary>
    public static IReadOnlyList<string> Choose(IReadOnlyList<TemplateUse> all, DateTime now)
    {
        var chosen = all.Where(template => now - template.LastUse > MaximumAge).ToList();
        var bytes = all.Except(chosen).Sum(template => template.Bytes);
        foreach (var template in all.Except(chosen).OrderBy(template => template.LastUse))
        {
            if (bytes <= MaximumBytes)
                break;
            chosen.Add(template);
            bytes -= template.Bytes;
        }
        return [.. chosen.Select(template => template.Directory)];
    }

    public static IReadOnlyList<TemplateUse> Look(string area) =>
    [
        .. from directory in Directory.EnumerateDirectories(area)
           let files = new TemplateFiles(directory)
           where File.Exists(files.Manifest)
           select new TemplateUse(directory, File.GetLastWriteTimeUtc(files.Use), Directory.EnumerateFiles(directory).Sum(FileOwner.AllocatedBytes)),
    ];

    /// <summary>Whether something is based on it. The caller has locked its key.</summary>
    public static bool IsUsed(string directory)
    {
        try
        {
            using var held = Hold(new TemplateFiles(directory));
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Removes one, whose key the caller has locked, unless somebody uses it.</summary>
    public static void Remove(string directory)
    {
        try
        {
            using var held = Hold(new TemplateFiles(directory));
            Take(directory);
        }
        catch (IOException)
        {
            // In use, or gone.
        }
    }

    /// <summary>Removes one, whose key the caller has locked, also where clones of it run: they have its files open.</summary>
    public static void Take(string directory)
    {
        // Renamed first: nobody may find a half-deleted one.
        var leaving = Path.Combine(Path.GetDirectoryName(directory)!, CacheSweep.TemporaryName(Path.GetFileName(directory)));
        try
        {
            Directory.Move(directory, leaving);
        }
        catch (DirectoryNotFoundException)
        {
            return;
        }
        Directory.Delete(leaving, recursive: true);
    }

    static FileStream Hold(TemplateFiles files) =>
        new(files.Use, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
}

/// <summary>A frozen machine as a sweep sees it.</summary>
/// <param name="Directory">Where it is.</param>
/// <param name="LastUse">When it was last used.</param>
/// <param name="Bytes">What it really takes.</param>
internal sealed record TemplateUse(string Directory, DateTime LastUse, long Bytes);
