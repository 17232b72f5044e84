using SmolVM.Packs.Tar;

namespace SmolVM.Packs;

/// <summary>
/// The members of a layer in their order. The order of the guest's directories must not show, so names are sorted by their bytes; the
/// first name of a file with several carries the data, since a link can only be unpacked after its target.
/// </summary>
internal static class LayerPlan
{
    /// <exception cref="InvalidDataException">The members are not those of a root file system.</exception>
    public static IReadOnlyList<TarMember> Of(IEnumerable<TarMember> members, LayerOptions options)
    {
        var byName = new SortedDictionary<string, TarMember>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            var clean = member with { Name = TarName.Clean(member.Name) };
            // Of two members with one name the later one is what unpacking leaves.
            byName[clean.Name] = clean.Kind == TarKind.HardLink ? clean with { Target = TarName.Clean(clean.Target) } : clean;
        }
        var mountPoints = options.MountPoints.Select(path => TarName.Clean(TarName.FromText(path.TrimStart('/')))).ToHashSet(StringComparer.Ordinal);
        mountPoints.RemoveWhere(path => byName.Keys.Any(name => name.StartsWith(path + "/", StringComparison.Ordinal)));
        var latest = options.LatestTime?.ToUnixTimeSeconds() ?? long.MaxValue;
        var carriers = new Dictionary<string, string>(StringComparer.Ordinal);
        var plan = new List<TarMember>(byName.Count);
        foreach (var (name, member) in byName)
        {
            var content = Content(member, byName);
            if (IsLeftOut(name, content, mountPoints))
                continue;
            var described = Described(content, name, latest);
            plan.Add(carriers.TryAdd(content.Name, name)
                ? described
                : described with { Kind = TarKind.HardLink, Target = carriers[content.Name], Size = 0 });
        }
        return plan;
    }

    static TarMember Content(TarMember member, SortedDictionary<string, TarMember> byName)
    {
        var content = member;
        for (var hops = 0; content.Kind == TarKind.HardLink; hops++)
        {
            if (hops > byName.Count || !byName.TryGetValue(content.Target, out var target))
                throw new InvalidDataException(
                    $"'{TarName.Show(member.Name)}' is a hard link to '{TarName.Show(content.Target)}', which is not there");
            content = target;
        }
        return content;
    }

    static bool IsLeftOut(string name, TarMember content, HashSet<string> mountPoints) => content.Kind switch
    {
        // The guest makes its own at each start.
        TarKind.CharacterDevice or TarKind.BlockDevice when name.StartsWith("dev/", StringComparison.Ordinal) => true,
        TarKind.Directory => mountPoints.Contains(name),
        TarKind.File or TarKind.SymbolicLink or TarKind.CharacterDevice or TarKind.BlockDevice or TarKind.Fifo => false,
        _ => throw new InvalidDataException($"'{TarName.Show(name)}' has the type '{(char)content.Kind}', which a layer cannot hold"),
    };

    static TarMember Described(TarMember content, string name, long latest) => content with
    {
        Name = content.Kind == TarKind.Directory ? (name.Length == 0 ? "./" : name + "/") : name,
        ModifiedAt = Math.Min(content.ModifiedAt, latest),
    };
}
