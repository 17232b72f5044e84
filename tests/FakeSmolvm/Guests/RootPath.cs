namespace FakeSmolvm.Guests;

/// <summary>Finds a guest's path below its root on the host, with the guest's links followed as in the guest.</summary>
static class RootPath
{
    const int MostLinks = 40;

    public static string Resolve(string root, string guestPath)
    {
        var pending = new Stack<string>(Parts(guestPath).Reverse());
        var done = new List<string>();
        for (var links = 0; pending.TryPop(out var part);)
        {
            if (part == "..")
            {
                if (done.Count > 0)
                    done.RemoveAt(done.Count - 1);
                continue;
            }
            var target = new FileInfo(Path.Combine([root, .. done, part])).LinkTarget;
            if (target is null)
            {
                done.Add(part);
                continue;
            }
            if (++links > MostLinks)
                throw new CliException($"Too many levels of symbolic links: {guestPath}");
            if (target.StartsWith('/'))
                done.Clear();
            foreach (var step in Parts(target).Reverse())
                pending.Push(step);
        }
        return Path.Combine([root, .. done]);
    }

    static IEnumerable<string> Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".");
}
