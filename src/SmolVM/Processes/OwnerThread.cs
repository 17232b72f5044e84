using System.Collections.Concurrent;

namespace SmolVM.Processes;

/// <summary>
/// The thread that starts owned programs. Linux ties "dies with its parent" to the thread that forked, not to the process
/// (dotnet/runtime#96470): a program that is started on a pool thread dies when the pool lets that thread go. This one never ends.
/// </summary>
internal static class OwnerThread
{
    static readonly BlockingCollection<Task> Work = Begin();

    /// <summary>Runs the action there and waits for it, and its exceptions come to the caller.</summary>
    public static void Run(Action action)
    {
        var task = new Task(action);
        Work.Add(task);
        task.GetAwaiter().GetResult();
    }

    static BlockingCollection<Task> Begin()
    {
        var work = new BlockingCollection<Task>();
        var thread = new Thread(() =>
        {
            foreach (var task in work.GetConsumingEnumerable())
                task.RunSynchronously();
        })
        { IsBackground = true, Name = "SmolVM owner" };
        thread.Start();
        return work;
    }
}
