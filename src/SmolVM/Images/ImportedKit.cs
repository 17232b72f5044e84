namespace SmolVM.Images;

/// <summary>Which kit of the cache was imported to be booted in place of the one of this host's packages: the file <c>imported</c>.</summary>
internal sealed class ImportedKit(SmolCache cache)
{
    string Choice => Path.Combine(cache.Folder(Kit.Area), "imported");

    /// <summary>Where the kit is; null where none was imported.</summary>
    public string? Directory => File.Exists(Choice) ? Path.Combine(cache.Folder(Kit.Area), File.ReadAllText(Choice)) : null;

    /// <summary>The kit; null where none was imported.</summary>
    /// <exception cref="ImageException">It has been removed since.</exception>
    public Kit? Read()
    {
        if (Directory is not { } directory)
            return null;
        return CacheHold.TryHold(directory)
            ? new KitFiles(directory).Read()
            : throw new ImageException(
                $"The kit '{directory}', which was imported, is not in the cache any more. Import it again (dotnet smolvm kit import FILE), "
                + "or take the one of this host's packages (dotnet smolvm kit build).");
    }

    public void Choose(string key)
    {
        var unfinished = $"{Choice}.{Path.GetRandomFileName()}";
        File.WriteAllText(unfinished, key);
        File.Move(unfinished, Choice, overwrite: true);
    }

    public void Forget() => File.Delete(Choice);
}
