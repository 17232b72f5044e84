using System.Text;

namespace SmolVM.Images;

/// <summary>Modules of one kernel: the ones that were read, and the names of those built into it.</summary>
internal sealed class ModuleSet(IReadOnlyDictionary<string, byte[]> files, IReadOnlySet<string> builtIn)
{
    /// <summary>The kernel takes a dash and an underscore in a module's name for the same.</summary>
    public static string Normalize(string name) => name.Replace('-', '_');

    /// <summary>Reads <c>modules.builtin</c>: one path of a would-be module file a line.</summary>
    public static IReadOnlySet<string> ParseBuiltIn(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(path => Normalize(Path.GetFileNameWithoutExtension(path)))
            .ToHashSet();

    /// <summary>
    /// The modules of a group in load order: what each depends on comes first; those that are built in or in <paramref name="loaded"/> are absent.
    /// </summary>
    /// <exception cref="ImageException">The kernel has one of them neither as a module nor built in.</exception>
    public IReadOnlyList<string> LoadOrder(ModuleGroup group, IReadOnlyCollection<string> loaded)
    {
        var order = new List<string>();
        foreach (var name in group.IfThere.Where(files.ContainsKey).Concat(group.Wanted))
            Add(name, order, loaded, neededBy: null);
        return order;
    }

    /// <summary>The names that <see cref="LoadOrder"/> would miss: dependencies of what is there already.</summary>
    public IReadOnlySet<string> Unread() =>
        files.Values.SelectMany(Dependencies).Where(name => !files.ContainsKey(name) && !builtIn.Contains(name)).ToHashSet();

    public byte[] Content(string name) => files[name];

    void Add(string name, List<string> order, IReadOnlyCollection<string> loaded, string? neededBy)
    {
        if (builtIn.Contains(name) || order.Contains(name) || loaded.Contains(name))
            return;
        if (!files.TryGetValue(name, out var content))
            throw new ImageException(
                $"The kernel package has no module '{name}'{(neededBy is null ? "" : $", which '{neededBy}' needs")}, and it is not built "
                + "in. Machines cannot boot with this kernel: report it with the package's version.");
        foreach (var dependency in Dependencies(content))
            Add(dependency, order, loaded, name);
        order.Add(name);
    }

    // The section .modinfo holds NUL-terminated "name=value" texts.
    static IReadOnlyList<string> Dependencies(byte[] module)
    {
        var key = "\0depends="u8;
        var start = module.AsSpan().IndexOf(key);
        if (start < 0)
            return [];
        var value = module.AsSpan(start + key.Length);
        var text = Encoding.ASCII.GetString(value[..value.IndexOf((byte)0)]);
        return [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Normalize)];
    }
}
