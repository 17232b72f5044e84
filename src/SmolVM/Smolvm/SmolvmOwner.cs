using System.Text.RegularExpressions;
using SmolVM.Processes;

namespace SmolVM.Smolvm;

/// <summary>
/// Whose a machine is. Machines of the program outlive everybody, so each has an owner's directory, locked as long as its owner lives, and
/// carries the directory's name in its own. The directories are beside the program's state: who sees a machine there sees its owner too.
/// </summary>
internal sealed partial class SmolvmOwner : IDisposable
{
    const int LongestName = 40;

    readonly RunDirectory directory;
    int holders = 1;

    SmolvmOwner(RunDirectory directory) => this.directory = directory;

    public static SmolvmOwner Create(SmolvmSettings settings) => new(Root(settings).Create());

    /// <summary>The name of a machine of this owner.</summary>
    /// <param name="given">What its user calls it; null for nothing.</param>
    public string MachineName(string? given = null) => NameOf(directory.RunId, given);

    /// <summary>What can be read from a machine's name: the owner, or null where it is none of ours.</summary>
    public static string? RunIdOf(string machine) => Pattern().Match(machine) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>A name that every version takes, and that tells a person what it is.</summary>
    public static string NameOf(string runId, string? given)
    {
        var name = $"smolnet-{runId}";
        var room = LongestName - name.Length - 1;
        var words = Hyphens().Replace(given ?? "", "-").Trim('-');
        var cut = (words.Length <= room ? words : words[..room]).TrimEnd('-');
        return cut.Length == 0 ? name : $"{name}-{cut}";
    }

    /// <summary>
    /// The machines whose owner has ended, youngest first, since clones are younger than what they were made from. Machines that are none
    /// of ours, or meant to outlive their owner, are left out.
    /// </summary>
    public static IReadOnlyList<string> Abandoned(IEnumerable<SmolvmMachineInfo> machines, SmolvmSettings settings) =>
    [
        .. machines.Where(machine => RunIdOf(machine.Name) is { } runId && IsGone(Path.Combine(Root(settings).Path, runId)))
            .OrderByDescending(machine => machine.CreatedAt).ThenByDescending(machine => machine.Name.Length)
            .Select(machine => machine.Name),
    ];

    /// <summary>Removes the directories of owners that have ended, also of those that never came to make a machine.</summary>
    public static void ForgetAbandoned(SmolvmSettings settings)
    {
        foreach (var path in Directory.GetDirectories(Root(settings).Path))
        {
            if (RunId().IsMatch(Path.GetFileName(path)) && IsGone(path))
                Forget(path);
        }
    }

    static void Forget(string path)
    {
        if (RunLock.TryTake(path) is not { } held)
            return;
        // Windows moves no directory in which a file is open.
        if (OperatingSystem.IsWindows())
            held.Dispose();
        RunRoot.Remove(path);
        held.Dispose();
    }

    /// <summary>One more machine of this owner: each is disposed for itself, and the directory goes with the last.</summary>
    public SmolvmOwner Share()
    {
        Interlocked.Increment(ref holders);
        return this;
    }

    public void Dispose()
    {
        if (Interlocked.Decrement(ref holders) == 0)
            directory.Dispose();
    }

    static RunRoot Root(SmolvmSettings settings) => RunRoot.At(Path.Combine(settings.StateFolder, "owners"));

    static bool IsGone(string path)
    {
        if (!Directory.Exists(path))
            return true;
        if (OwnerRecord.Read(path) is { Detached: true } or { OwnerLives: true })
            return false;
        using var held = RunLock.TryTake(path);
        return held is not null;
    }

    [GeneratedRegex(@"^smolnet-([0-9a-f]{16})(-.+)?\z")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^[0-9a-f]{16}\z")]
    private static partial Regex RunId();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex Hyphens();
}
