namespace SmolVM.Packs.Tar;

/// <summary>
/// Follows a tar as it would be unpacked and refuses what would land outside: absolute names, <c>..</c>, hard links to targets outside,
/// and members below a symbolic link that leads outside. It knows the links of the tar only, so the directory to unpack to must be new.
/// </summary>
internal sealed class TarPathGuard
{
    const int MostHops = 40;

    readonly Dictionary<string, string> links = new(StringComparer.Ordinal);

    /// <summary>The member's clean name.</summary>
    /// <exception cref="InvalidDataException">It would land outside; the message is a clause without a full stop.</exception>
    public string Accept(TarMember member)
    {
        var name = TarName.Clean(member.Name);
        if (name.Length == 0)
            return member.Kind == TarKind.Directory ? name : throw new InvalidDataException("its root is not a directory");
        var place = Place(name, name);
        switch (member.Kind)
        {
            case TarKind.SymbolicLink:
                links[place] = member.Target;
                break;
            case TarKind.HardLink:
                Link(place, Place(CleanTarget(name, member.Target), name));
                break;
            case TarKind.Directory when links.ContainsKey(place):
                // Some programs keep the link and go on below it.
                if (Resolve("", place) is null)
                    throw Outside(name, "is a directory in the place of a symbolic link that leads outside");
                break;
            default:
                links.Remove(place);
                break;
        }
        return name;
    }

    /// <summary>
    /// For a pack's own files. A root file system is full of absolute links that are meant for the guest, and harmless as long as nothing
    /// is unpacked through them. Called at the end: a later member can change where an earlier link leads.
    /// </summary>
    /// <exception cref="InvalidDataException">A symbolic link leads outside.</exception>
    public void EnsureLinksStayInside()
    {
        foreach (var (place, target) in links)
        {
            if (Resolve(TarName.ParentOf(place), target) is null)
                throw Outside(place, $"is a symbolic link to '{TarName.Show(target)}', outside");
        }
    }

    void Link(string place, string target)
    {
        if (links.TryGetValue(target, out var symbolic))
            links[place] = symbolic;
        else
            links.Remove(place);
    }

    /// <summary>Where a name really is: its last part in the directory that the others lead to.</summary>
    string Place(string cleanName, string member)
    {
        if (links.Count == 0)
            return cleanName;
        var parent = TarName.ParentOf(cleanName);
        var place = Resolve("", parent) ?? throw Outside(member, "lies below a symbolic link that leads outside");
        return Join(place, parent.Length == 0 ? cleanName : cleanName[(parent.Length + 1)..]);
    }

    /// <summary>Where a path leads from a directory when all links are followed, or null: outside, or in circles.</summary>
    string? Resolve(string directory, string path)
    {
        var (place, hops) = (directory, 0);
        var rest = new Stack<string>();
        if (!TryPush(rest, path))
            return null;
        while (rest.TryPop(out var part))
        {
            if (part == "..")
            {
                if (place.Length == 0)
                    return null;
                place = TarName.ParentOf(place);
                continue;
            }
            var next = Join(place, part);
            if (!links.TryGetValue(next, out var target))
                place = next;
            else if (++hops > MostHops || !TryPush(rest, target))
                return null;
        }
        return place;
    }

    static bool TryPush(Stack<string> rest, string path)
    {
        if (path.StartsWith('/'))
            return false;
        foreach (var part in path.Split('/').Reverse().Where(part => part is not ("" or ".")))
            rest.Push(part);
        return true;
    }

    static string CleanTarget(string name, string target)
    {
        try
        {
            return TarName.Clean(target) is { Length: > 0 } clean ? clean : throw new InvalidDataException("the target is the root");
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{TarName.Show(name)}' is a hard link to '{TarName.Show(target)}', outside", e);
        }
    }

    static string Join(string directory, string name) => directory.Length == 0 ? name : directory + "/" + name;

    static InvalidDataException Outside(string name, string what) => new($"'{TarName.Show(name)}' {what}");
}
