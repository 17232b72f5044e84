namespace SmolVM.Machines;

/// <summary>The waiting machines of a pool, by what they are made of, within its memory.</summary>
/// <param name="budgetMiB">The most memory that they have together.</param>
internal sealed class PoolShelves(int budgetMiB)
{
    readonly Lock gate = new();

    // The options that were asked for last are at the end.
    readonly List<(string Key, Queue<Machine> Machines)> shelves = [];

    public Machine? Take(MachineOptions options)
    {
        lock (gate)
            return Shelf(options).TryDequeue(out var machine) ? machine : null;
    }

    public void Put(MachineOptions options, Machine machine)
    {
        lock (gate)
            Shelf(options).Enqueue(machine);
    }

    public int Count(MachineOptions options)
    {
        lock (gate)
            return Shelf(options).Count;
    }

    public bool HasRoom(MachineOptions options)
    {
        lock (gate)
            return Used + Memory(options) <= budgetMiB;
    }

    /// <summary>Gives out the machines of others that have to end so that one more of these fits.</summary>
    public IReadOnlyList<Machine> MakeRoom(MachineOptions options)
    {
        lock (gate)
        {
            var key = Key(options);
            var evicted = new List<Machine>();
            while (Used + Memory(options) > budgetMiB && shelves.Find(shelf => shelf.Key != key && shelf.Machines.Count > 0).Machines is { } other)
                evicted.Add(other.Dequeue());
            return evicted;
        }
    }

    public IReadOnlyList<Machine> Empty()
    {
        lock (gate)
        {
            var all = shelves.SelectMany(shelf => shelf.Machines).ToList();
            shelves.Clear();
            return all;
        }
    }

    int Used => shelves.Sum(shelf => shelf.Machines.Sum(machine => Memory(machine.Options)));

    Queue<Machine> Shelf(MachineOptions options)
    {
        var key = Key(options);
        var at = shelves.FindIndex(shelf => shelf.Key == key);
        var shelf = at < 0 ? (key, new Queue<Machine>()) : shelves[at];
        if (at >= 0)
            shelves.RemoveAt(at);
        shelves.Add(shelf);
        return shelf.Item2;
    }

    static string Key(MachineOptions options) => string.Join('\n', OptionsText.Of(options));

    static int Memory(MachineOptions options) => options.MemoryMiB ?? MachineOptions.DefaultMemoryMiB;
}
