namespace SmolVM.Xunit.Budget;

/// <summary>Who has memory for machines and who waits for it, in the order of asking; all processes of a user read the same one.</summary>
/// <param name="NextTicket">The next place in the queue.</param>
/// <param name="Entries">In the order of their tickets.</param>
internal sealed record MemoryLedger(long NextTicket, IReadOnlyList<LedgerEntry> Entries)
{
    public static readonly MemoryLedger Empty = new(1, []);

    public int GrantedMiB => Entries.Where(entry => entry.Granted).Sum(entry => entry.MiB);

    public MemoryLedger Join(int pid, long startTime, int mib, bool hasInner) =>
        new(NextTicket + 1, [.. Entries, new(NextTicket, pid, startTime, mib, hasInner, Granted: false)]);

    public MemoryLedger Without(long ticket) => this with { Entries = [.. Entries.Where(entry => entry.Ticket != ticket)] };

    /// <summary>Drops the entries of processes that have gone without giving back.</summary>
    public MemoryLedger Where(Func<LedgerEntry, bool> lives) => this with { Entries = [.. Entries.Where(lives)] };

    public bool IsGranted(long ticket) => Entries.Any(entry => entry.Ticket == ticket && entry.Granted);

    /// <summary>
    /// Grants to as many of those who wait as there is room for, the first first; one that does not fit holds up those behind it.
    /// </summary>
    public MemoryLedger Grant(int budgetMiB)
    {
        var ledger = this;
        while (ledger.Next(budgetMiB) is { } next)
            ledger = ledger with { Entries = [.. ledger.Entries.Select(entry => entry == next ? entry with { Granted = true } : entry)] };
        return ledger;
    }

    LedgerEntry? Next(int budgetMiB)
    {
        if (Entries.FirstOrDefault(entry => !entry.Granted) is not { } first)
            return null;
        if (GrantedMiB + first.MiB <= budgetMiB)
            return first;
        // All who have memory may be waiting for one of those who wait: one is let in beyond the budget, or nobody would ever go on.
        return Entries.Any(entry => entry.Granted && !entry.HasInner)
            ? null
            : Entries.FirstOrDefault(entry => !entry.Granted && !entry.HasInner);
    }
}
