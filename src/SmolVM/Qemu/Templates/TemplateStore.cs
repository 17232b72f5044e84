using SmolVM.Images;

namespace SmolVM.Qemu.Templates;

/// <summary>
/// Frozen machines by key. One is made by one process, whom all others of this user wait for; it is renamed into place whole and never
/// written again.
/// </summary>
internal sealed class TemplateStore(TemplateArea area)
{
    /// <summary>The template, if there is a whole one.</summary>
    /// <exception cref="InvalidDataException">There is one, and it is damaged.</exception>
    public Template? Find(string key) =>
        area.Directories.Select(directory => Template.TryOpen(Files(directory, key))).FirstOrDefault(template => template is not null);

    /// <summary>The template, made if it is not there.</summary>
    /// <param name="key">What it is a template of.</param>
    /// <param name="bytes">The most that it can take.</param>
    /// <param name="make">Fills the directory that it is given.</param>
    /// <param name="progress">Gets a line where another process is waited for.</param>
    /// <param name="cancellationToken">Ends the wait and the making; nothing is left.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public async Task<Template> GetOrAddAsync(
        string key, long bytes, Func<TemplateFiles, CancellationToken, Task> make, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (Find(key) is { } found)
            return found;
        using var held = await TemplateLock.TakeAsync(area.Directories, key, progress, cancellationToken);
        if (Find(key) is { } meanwhile)
            return meanwhile;
        SweepUnfinished(key);
        SweepOld();
        using var made = new TemplatePlace(Begin(key, area.Choose(bytes)), null);
        await make(made.Files, cancellationToken);
        await File.WriteAllBytesAsync(made.Files.Use, [], cancellationToken);
        SmolCache.FlushToDisk(made.Files.Directory);
        var final = Path.Combine(Path.GetDirectoryName(made.Files.Directory)!, key);
        Directory.Move(made.Files.Directory, final);
        return Find(key) ?? throw new InvalidDataException($"'{final}' was removed as soon as it was made");
    }

    /// <summary>A place for a frozen machine that this process alone uses; gone with it, or swept after it.</summary>
    /// <exception cref="Errors.SmolVmException">There is no room.</exception>
    public TemplatePlace New(long bytes)
    {
        var key = $"frozen-{Guid.NewGuid():N}";
        var directory = area.Choose(bytes);
        var held = TemplateLock.TryTake(directory, key);
        return new TemplatePlace(Begin(key, directory), held);
    }

    /// <summary>Removes what makers left that died.</summary>
    /// <param name="heldKey">The key whose lock the caller holds, if any.</param>
    public void SweepUnfinished(string heldKey = "")
    {
        foreach (var directory in area.Directories)
            CacheSweep.Run(directory, heldKey, key => TemplateLock.TryTake(directory, key));
    }

    /// <summary>Throws one away that does not load. Machines that were cloned from it go on, for they have its files open.</summary>
    /// <param name="key">What it is a template of.</param>
    /// <param name="madeBefore">One that was made later is another.</param>
    /// <param name="cancellationToken">Ends the wait for whoever makes one.</param>
    public async Task DiscardAsync(string key, DateTime madeBefore, CancellationToken cancellationToken)
    {
        using var held = await TemplateLock.TakeAsync(area.Directories, key, null, cancellationToken);
        foreach (var files in area.Directories.Select(directory => Files(directory, key)).Where(files => Directory.Exists(files.Directory)))
        {
            if (File.GetLastWriteTimeUtc(files.Manifest) < madeBefore)
                TemplateSweep.Take(files.Directory);
        }
    }

    /// <summary>The whole ones.</summary>
    public IReadOnlyList<CachedEntry> List() =>
    [
        .. from directory in area.Directories
           from use in TemplateSweep.Look(directory)
           where !Path.GetFileName(use.Directory).Contains('.', StringComparison.Ordinal)
           select new CachedEntry(TemplateArea.Name, use.Directory, use.Bytes, use.LastUse),
    ];

    /// <summary>Whether something is based on it, or it is just being made.</summary>
    public static bool IsUsed(CachedEntry template)
    {
        using var maker = MakerLock(template.Directory);
        return maker is null || TemplateSweep.IsUsed(template.Directory);
    }

    /// <summary>Removes one, unless something is based on it.</summary>
    /// <returns>Whether it is gone.</returns>
    public static bool TryRemove(CachedEntry template) => TryRemove(template.Directory);

    void SweepOld()
    {
        foreach (var directory in area.Directories)
        {
            foreach (var old in TemplateSweep.Choose(TemplateSweep.Look(directory), DateTime.UtcNow))
                TryRemove(old);
        }
    }

    static bool TryRemove(string directory)
    {
        using var maker = MakerLock(directory);
        if (maker is null)
            return false;
        TemplateSweep.Remove(directory);
        return !Directory.Exists(directory);
    }

    static TemplateFiles Begin(string key, string directory)
    {
        var files = new TemplateFiles(Path.Combine(directory, CacheSweep.TemporaryName(key)));
        SmolCache.CreatePrivate(files.Directory);
        return files;
    }

    static CacheLock? MakerLock(string template) => TemplateLock.TryTake(Path.GetDirectoryName(template)!, Path.GetFileName(template));

    static TemplateFiles Files(string directory, string key) => new(Path.Combine(directory, key));
}
