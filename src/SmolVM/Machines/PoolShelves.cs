namespace SmolVM.Machines;

/// <summary>What waits in a pool, by the options that it is made of, within the pool's memory.</summary>
/// <typeparam name="T">A machine; in tests something cheaper.</typeparam>
/// <param name="budgetMiB">The most memory that all of it has together.</param>
internal sealed class PoolShelves<T>(int budgetMiB) where T : class
{
    readonly Lock gate = new();

    // The options that were asked for last are at the end.
    readonly List<Shelf> shelves = [];

    sealed record Shelf(string Key, int MemoryMiB, Queue<T> Waiting);

    public T? Take(MachineOptions options)
    {
        lock (gate)
            return Ask(options).Waiting.TryDequeue(out var waiting) ? waiting : null;
    }

    public void Put(MachineOptions options, T waiting)
    {
        lock (gate)
            Ask(options).Waiting.Enqueue(waiting);
    }

    public int Count(MachineOptions options)
    {
        lock (gate)
            return Ask(options).Waiting.Count;
    }

    public bool HasRoom(MachineOptions options)
    {
        lock (gate)
            return Used + Ask(options).MemoryMiB <= budgetMiB;
    }

    /// <summary>
    /// Gives out what has to end so that one more of these fits: others', those first that were asked for longest ago; nothing where it
    /// would never fit.
    /// </summary>
    public IReadOnlyList<T> MakeRoom(MachineOptions options)
    {
        lock (gate)
        {
            var wanted = Ask(options);
            var evicted = new List<T>();
            while (wanted.MemoryMiB <= budgetMiB && Used + wanted.MemoryMiB > budgetMiB
                && shelves.Find(shelf => shelf != wanted && shelf.Waiting.Count > 0) is { } other)
                evicted.Add(other.Waiting.Dequeue());
            return evicted;
        }
    }

    public IReadOnlyList<T> Empty()
    {
        lock (gate)
        {
            var all = shelves.SelectMany(shelf => shelf.Waiting).ToList();
            shelves.Clear();
            return all;
        }
    }

    int Used => shelves.Sum(shelf => shelf.Waiting.Count * shelf.MemoryMiB);

    Shelf Ask(MachineOptions options)
    {
        var key = string.Join('\n', OptionsText.Of(options));
        var shelf = shelves.Find(shelf => shelf.Key == key) ?? new Shelf(key, options.MemoryMiB ?? MachineOptions.DefaultMemoryMiB, new Queue<T>());
        shelves.Remove(shelf);
        shelves.Add(shelf);
        return shelf;
    }
}
