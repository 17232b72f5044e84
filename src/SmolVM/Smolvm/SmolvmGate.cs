using System.Diagnostics;
using System.Globalization;
using SmolVM.Errors;
using SmolVM.Processes;

namespace SmolVM.Smolvm;

/// <summary>Keeps calls apart that the program cannot bear side by side.</summary>
/// <param name="folder">Where the locks between processes are.</param>
/// <param name="version">What it can bear depends on it.</param>
internal sealed class SmolvmGate(string folder, SmolvmVersion version)
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    // Up to 0.5.20 the database takes one call at a time; up to 1.2.4 machines that boot side by side are taken for each other.
    static readonly SmolvmVersion ParallelCalls = new(0, 6, 0);
    static readonly SmolvmVersion ParallelStarts = new(1, 2, 5);

    static readonly SemaphoreSlim Changes = new(1, 1);

    /// <summary>Whether a second call may be made while one runs.</summary>
    public bool TakesParallelCalls => version >= ParallelCalls;

    /// <summary>Waits until the call may be made; disposing the result lets the next one in.</summary>
    public async Task<IDisposable> EnterAsync(IReadOnlyList<string> argv, CancellationToken cancellationToken)
    {
        if (!TakesParallelCalls)
            return await LockAsync("calls", cancellationToken);
        if (argv is [_, "machine", "start", ..] && version < ParallelStarts)
            return await LockAsync("starts", cancellationToken);
        if (argv is not [_, "machine", "create" or "delete", ..])
            return Released.Nothing;
        await Changes.WaitAsync(cancellationToken);
        return new Released(() => Changes.Release());
    }

    async Task<IDisposable> LockAsync(string name, CancellationToken cancellationToken)
    {
        var path = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (RunLock.TryTake(path) is { } held)
                return held;
            if (clock.Elapsed > Limit)
                throw new SmolVmException(ErrorCodes.ToolFailed, string.Create(
                    CultureInfo.InvariantCulture,
                    $"Waited {Limit.TotalMinutes} minutes for the lock '{path}', as smolvm {version} cannot do two of these at a time. ")
                    + "Find the process that holds it, or install a newer smolvm.");
            // A lock between processes has no event to wait for.
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
    }

    sealed class Released(Action release) : IDisposable
    {
        public static readonly Released Nothing = new(() => { });

        public void Dispose() => release();
    }
}
