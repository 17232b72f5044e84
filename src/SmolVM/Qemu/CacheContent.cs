using SmolVM.Errors;
using SmolVM.Images;
using SmolVM.Qemu.Stored;
using SmolVM.Qemu.Templates;

namespace SmolVM.Qemu;

/// <summary>All in the cache that is made anew when it is needed: what is there, and what may go.</summary>
/// <param name="cache">The cache.</param>
/// <param name="area">Where frozen machines are.</param>
internal sealed class CacheContent(SmolCache cache, TemplateArea area)
{
    readonly CacheEntries entries = new(cache);
    readonly TemplateStore templates = new(area);

    public static CacheContent Of(SmolCache cache) => new(cache, TemplateArea.Of(cache));

    public IReadOnlyList<CachedEntry> List() => [.. entries.List(), .. templates.List()];

    /// <summary>
    /// Whether something stands on an entry: a process that lives has used it (its own machines end with it), a machine that outlives
    /// processes has it below its disk or runs with it, or it is the kit that was imported.
    /// </summary>
    public bool IsUsed(CachedEntry entry) => Needed().Contains(entry.Directory) || IsHeld(entry);

    /// <summary>Removes entries that were not used for that long and that nothing stands on.</summary>
    /// <param name="unusedFor">Younger ones stay.</param>
    /// <param name="keep">Looks only: all is kept that would be removed.</param>
    /// <returns>What was removed, or would be.</returns>
    /// <exception cref="SmolVmException">What a stored machine stands on cannot be told; nothing was removed.</exception>
    public IReadOnlyList<CachedEntry> Prune(TimeSpan unusedFor, bool keep)
    {
        var needed = Needed();
        var latest = DateTime.UtcNow - unusedFor;
        var old = List().Where(entry => entry.LastUse <= latest && !needed.Contains(entry.Directory));
        return [.. old.Where(entry => keep ? !IsHeld(entry) : TryRemove(entry))];
    }

    bool IsHeld(CachedEntry entry) => entry.Area == TemplateArea.Name ? TemplateStore.IsUsed(entry) : entries.IsUsed(entry);

    bool TryRemove(CachedEntry entry) => entry.Area == TemplateArea.Name ? TemplateStore.TryRemove(entry) : entries.TryRemove(entry);

    HashSet<string> Needed()
    {
        var needed = new HashSet<string>();
        // Nothing here makes it anew.
        if (new ImportedKit(cache).Directory is { } imported)
            needed.Add(imported);
        foreach (var folder in MachineFolder.All(cache))
        {
            if (RootOf(folder) is { } root)
                needed.Add(Path.Combine(cache.Folder(ImageArea.Name), root));
            if (RunFile.ReadLiving(folder.Path) is not { } run)
                continue;
            // Its login needs the kit's key, and a QEMU that came from packages its own tree.
            needed.UnionWith(entries.List().Where(entry => IsOf(run, entry)).Select(entry => entry.Directory));
        }
        return needed;
    }

    static string? RootOf(MachineFolder folder)
    {
        try
        {
            return MachineFile.Read(folder.Path).RootKey;
        }
        // It was deleted meanwhile, and stands on nothing any more.
        catch (SmolVmException) when (!folder.Exists)
        {
            return null;
        }
    }

    static bool IsOf(RunFile run, CachedEntry entry) =>
        entry.Area == CarriedTools.Area || run.Argv.Any(word => word.Contains(entry.Directory, StringComparison.Ordinal));
}
