namespace SmolVM.Qemu.Templates;

/// <summary>The files of a frozen machine in its directory.</summary>
internal sealed record TemplateFiles(string Directory)
{
    /// <summary>The guest's memory: sparse, mapped by every clone, never written again.</summary>
    public string Memory => Path.Combine(Directory, "memory");

    /// <summary>The devices' state, as QEMU wrote it.</summary>
    public string State => Path.Combine(Directory, "state");

    /// <summary>The disk that the writes of clones are laid over, in a machine that has one.</summary>
    public string Disk => Path.Combine(Directory, "disk");

    /// <summary>Says that the directory is whole.</summary>
    public string Manifest => Path.Combine(Directory, "template.json");

    /// <summary>
    /// Locked, shared, by whoever uses the template, and changed at each use: what nobody holds and nobody has used for long may go.
    /// </summary>
    public string Use => Path.Combine(Directory, "use");
}
