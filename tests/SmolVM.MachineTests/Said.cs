using System.Collections.Concurrent;

namespace SmolVM.MachineTests;

/// <summary>What a start says of its progress.</summary>
sealed class Said : IProgress<string>
{
    readonly ConcurrentQueue<string> lines = new();

    public IEnumerable<string> Lines => lines;

    public IEnumerable<string> Warnings => lines.Where(line => line.StartsWith("Warning: ", StringComparison.Ordinal));

    public void Report(string value) => lines.Enqueue(value);
}
