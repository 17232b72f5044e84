using SmolVM.Machines;

namespace SmolVM.Tests.Machines;

public sealed class PoolShelvesTests
{
    static readonly MachineOptions Plain = new();
    static readonly MachineOptions Open = new() { Network = true };
    static readonly MachineOptions Large = new() { MemoryMiB = 1024 };

    readonly PoolShelves<string> shelves = new(2048);

    [Fact]
    public void What_waits_is_given_out_once_to_who_asks_for_the_same()
    {
        shelves.Put(Plain, "a");

        Assert.Null(shelves.Take(Open));
        Assert.Equal("a", shelves.Take(new MachineOptions()));
        Assert.Null(shelves.Take(Plain));
    }

    [Fact]
    public void There_is_room_up_to_the_budget()
    {
        shelves.Put(Large, "a");
        shelves.Put(Plain, "b");

        Assert.True(shelves.HasRoom(Plain));
        Assert.False(shelves.HasRoom(Large));
    }

    [Fact]
    public void Those_give_way_that_were_asked_for_longest_ago_and_never_the_wanted_ones()
    {
        shelves.Put(Plain, "plain 1");
        shelves.Put(Plain, "plain 2");
        shelves.Put(Open, "open");
        shelves.Put(Large, "large");
        shelves.Take(Plain);
        shelves.Put(Plain, "plain 3");

        Assert.Equal(["open", "large"], shelves.MakeRoom(Plain with { MemoryMiB = 1000 }).Take(2));
        Assert.Empty(shelves.MakeRoom(Plain));
    }

    [Fact]
    public void For_one_that_is_larger_than_the_budget_nothing_gives_way()
    {
        shelves.Put(Plain, "a");
        var huge = new MachineOptions { MemoryMiB = 4096 };

        Assert.Empty(shelves.MakeRoom(huge));
        Assert.False(shelves.HasRoom(huge));
    }

    [Fact]
    public void Emptying_gives_out_all()
    {
        shelves.Put(Plain, "a");
        shelves.Put(Open, "b");

        Assert.Equal(["a", "b"], shelves.Empty().Order());
        Assert.Equal(0, shelves.Count(Plain));
    }
}
