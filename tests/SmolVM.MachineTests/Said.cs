using System.Collections.Concurrent;

namespace SmolVM.MachineTests;

/// <summary>What a start says of its progress.</summary>
sealed class Said : IProgress<string>
{
    readonly ConcurrentQueue<string> lines = new();

    readonly List<(string Beginning, TaskCompletionSource Heard)> waiting = [];

    public IEnumerable<string> Lines => lines;

    public IEnumerable<string> Warnings => lines.Where(line => line.StartsWith("Warning: ", StringComparison.Ordinal));

    public void Report(string value)
    {
        lines.Enqueue(value);
        lock (waiting)
            waiting.FindAll(wait => value.StartsWith(wait.Beginning, StringComparison.Ordinal)).ForEach(wait => wait.Heard.TrySetResult());
    }

    /// <summary>Waits for a line that begins so.</summary>
    public Task WaitAsync(string beginning, CancellationToken cancellationToken)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (waiting)
            waiting.Add((beginning, heard));
        if (lines.Any(line => line.StartsWith(beginning, StringComparison.Ordinal)))
            heard.TrySetResult();
        return heard.Task.WaitAsync(cancellationToken);
    }
}
