using System.Diagnostics;
using System.Text.Json;
using SmolVM.Images;
using SmolVM.Processes;

namespace SmolVM.Xunit.Budget;

/// <summary>The ledger of this user on this host: a small file that is changed under a lock and replaced whole.</summary>
/// <param name="folder">A private directory of the user.</param>
internal sealed class LedgerFile(string folder)
{
    readonly string path = Path.Combine(folder, "ledger.json");

    /// <summary>Changes the ledger, without those who have died, and returns it as it is then.</summary>
    public async Task<MemoryLedger> ChangeAsync(Func<MemoryLedger, MemoryLedger> change, CancellationToken cancellationToken)
    {
        using var held = await CacheLock.TakeAsync(Path.Combine(folder, "ledger.lock"), "changes the ledger", progress: null, cancellationToken);
        var before = Read().Where(Lives);
        var after = change(before);
        Write(after);
        return after;
    }

    /// <summary>Not to be cancelled: a token that is over is often the reason why something is given back.</summary>
    public async Task GiveBackAsync(long ticket) => await ChangeAsync(now => now.Without(ticket), CancellationToken.None);

    // Without start times, where the system has no /proc, the id has to do.
    static bool Lives(LedgerEntry entry) => entry.StartTime > 0
        ? ProcessStat.OfLiving(entry.Pid)?.StartTime == entry.StartTime
        : IsThere(entry.Pid);

    static bool IsThere(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    MemoryLedger Read()
    {
        try
        {
            return JsonSerializer.Deserialize<MemoryLedger>(File.ReadAllBytes(path)) ?? MemoryLedger.Empty;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            // There is none yet, or somebody else's hand was in it: memory is then handed out anew.
            return MemoryLedger.Empty;
        }
    }

    void Write(MemoryLedger ledger)
    {
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(ledger));
        File.Move(path + ".new", path, overwrite: true);
    }
}
