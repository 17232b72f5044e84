namespace SmolVM.Xunit.Budget;

/// <summary>A machine that has memory, or waits for it.</summary>
/// <param name="Ticket">Its place in the queue.</param>
/// <param name="Pid">The process that asked.</param>
/// <param name="StartTime">Tells that process from a later one of its id.</param>
/// <param name="MiB">How much.</param>
/// <param name="HasInner">
/// Whether its holder may wait for others before it gives the memory back: the machine of an assembly, whose classes may have their own.
/// </param>
/// <param name="Granted">Whether it has the memory.</param>
internal sealed record LedgerEntry(long Ticket, int Pid, long StartTime, int MiB, bool HasInner, bool Granted);
