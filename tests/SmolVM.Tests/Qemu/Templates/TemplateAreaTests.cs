using SmolVM.Errors;
using SmolVM.Images;
using SmolVM.Qemu.Templates;

namespace SmolVM.Tests.Qemu.Templates;

public sealed class TemplateAreaTests : IDisposable
{
    // Less than any host has free, for what it has is asked too.
    const long Bytes = 1 << 20;

    readonly TemporaryDirectory folder = new();

    string Disk => folder["templates"];

    string Memory => folder.Make("memory");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Memory_is_taken_while_it_has_twice_the_room() => Assert.Equal(Memory, Area(inMemory: 2 * Bytes, onDisk: 0).Choose(Bytes));

    [Fact]
    public void The_disk_is_taken_where_memory_has_less() =>
        Assert.Equal(Disk, Area(inMemory: (2 * Bytes) - 1, onDisk: Bytes).Choose(Bytes));

    [Fact]
    public void The_disk_is_taken_for_more_than_the_host_has_free_in_memory() =>
        Assert.Equal(Disk, Area(inMemory: long.MaxValue, onDisk: long.MaxValue).Choose(1L << 60));

    [Fact]
    public void The_disk_is_taken_where_no_memory_can_be_used() =>
        Assert.Equal(Disk, new TemplateArea(new SmolCache(folder.Path), memory: null, _ => Bytes).Choose(Bytes));

    [Fact]
    public void Where_neither_has_room_the_refusal_says_how_much_is_free_and_needed()
    {
        var refusal = Assert.Throws<SmolVmException>(() => Area(inMemory: Bytes, onDisk: Bytes - 1).Choose(3 * Bytes));

        Assert.Equal(ErrorCodes.NoSpace, refusal.Code);
        Assert.StartsWith($"'{Disk}' has 1 MiB free, and up to 3 MiB are needed.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_are_searched_and_memory_first() => Assert.Equal([Memory, Disk], Area(0, 0).Directories);

    TemplateArea Area(long inMemory, long onDisk) =>
        new(new SmolCache(folder.Path), Memory, directory => directory == Memory ? inMemory : onDisk);
}
