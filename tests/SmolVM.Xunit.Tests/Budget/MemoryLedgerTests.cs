using SmolVM.Xunit.Budget;

namespace SmolVM.Xunit.Tests.Budget;

public sealed class MemoryLedgerTests
{
    const int Budget = 1000;

    [Fact]
    public void Those_who_fit_are_let_in_in_the_order_of_asking() =>
        Assert.Equal([1, 2], Granted(MemoryLedger.Empty.Join(1, 1, 500, false).Join(1, 1, 500, false).Join(1, 1, 500, false)));

    [Fact]
    public void One_that_does_not_fit_is_not_overtaken() =>
        Assert.Equal([1], Granted(MemoryLedger.Empty.Join(1, 1, 600, false).Join(1, 1, 600, false).Join(1, 1, 100, false)));

    [Fact]
    public void What_is_given_back_lets_the_next_in()
    {
        var full = MemoryLedger.Empty.Join(1, 1, 600, false).Join(1, 1, 600, false).Grant(Budget);

        Assert.Equal([2], Granted(full.Without(1)));
    }

    [Fact]
    public void One_who_gives_up_lets_those_behind_it_in()
    {
        var waiting = MemoryLedger.Empty.Join(1, 1, 600, false).Join(1, 1, 600, false).Join(1, 1, 100, false).Grant(Budget);

        Assert.Equal([1, 3], Granted(waiting.Without(2)));
    }

    [Fact]
    public void Processes_that_died_have_nothing()
    {
        var full = MemoryLedger.Empty.Join(7, 70, 1000, false).Join(8, 80, 1000, false).Grant(Budget);

        Assert.Equal([2], Granted(full.Where(entry => entry.Pid != 7)));
    }

    [Fact]
    public void Machines_of_assemblies_alone_do_not_keep_a_class_waiting_for_ever() =>
        Assert.Equal([1, 2], Granted(MemoryLedger.Empty.Join(1, 1, 1000, hasInner: true).Join(1, 1, 500, false)));

    [Fact]
    public void Only_one_is_let_in_beyond_the_budget() =>
        Assert.Equal([1, 2], Granted(MemoryLedger.Empty.Join(1, 1, 1000, hasInner: true).Join(1, 1, 500, false).Join(1, 1, 500, false)));

    [Fact]
    public void The_machine_of_another_assembly_waits_and_does_not_keep_classes_waiting() =>
        Assert.Equal([1, 3], Granted(
            MemoryLedger.Empty.Join(1, 1, 1000, hasInner: true).Join(2, 2, 1000, hasInner: true).Join(1, 1, 500, false)));

    static long[] Granted(MemoryLedger ledger) =>
        [.. ledger.Grant(Budget).Entries.Where(entry => entry.Granted).Select(entry => entry.Ticket)];
}
