using SmolVM.Errors;
using SmolVM.Guests;

namespace SmolVM.Machines;

/// <summary>
/// Machines that are ready before they are asked for: started, mounted, one program run (under emulation the first one costs most), and
/// paused, so that they cost memory and nothing else. One that is taken goes on at once, with the time and the randomness of that moment,
/// and another is made ready in its place. Machines are kept by what they are made of, mounts included.
/// </summary>
/// <param name="engine">Starts them.</param>
/// <param name="ready">How many are kept for each set of options that was asked for; 1 to 64.</param>
/// <param name="memoryBudgetMiB">
/// The most memory in MiB that waiting machines have together; those that were asked for longest ago give way. Default: the variable
/// SMOLVM_MEMORY_BUDGET_MIB, else half of the host's memory.
/// </param>
public sealed class MachinePool(IMachineEngine engine, int ready = 1, int? memoryBudgetMiB = null) : IAsyncDisposable
{
    const int MostReady = 64;

    static readonly GuestCommand Warming = GuestCommand.Shell("true") with { Timeout = TimeSpan.FromMinutes(1) };

    readonly int ready = ready is >= 1 and <= MostReady ? ready : throw new SmolVmException(
        ErrorCodes.Option, $"A pool cannot keep {ready} machines ready. Give a number from 1 to {MostReady}.");

    readonly PoolShelves<Machine> shelves = new(MemoryBudget.Of(memoryBudgetMiB));
    readonly SemaphoreSlim oneStart = new(1, 1);
    readonly CancellationTokenSource stop = new();

    /// <summary>
    /// A running machine: one that was ready, or a new one. One with a name of its own is always new, for the name is the guest's from its
    /// start.
    /// </summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="cancellationToken">Ends the start of a new one; nothing is left.</param>
    /// <returns>The machine, which is the caller's.</returns>
    /// <exception cref="SmolVmException">It is refused or failed; nothing is left.</exception>
    public async Task<Machine> TakeAsync(MachineOptions options, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(stop.IsCancellationRequested, this);
        engine.Check(options);
        if (options.Name is not null)
            return await engine.StartAsync(options, null, cancellationToken);
        while (shelves.Take(options) is { } waiting)
        {
            if (await ResumedAsync(waiting, cancellationToken))
            {
                _ = FillAsync(options, stop.Token);
                return waiting;
            }
        }
        var machine = await engine.StartAsync(options, null, cancellationToken);
        _ = FillAsync(options, stop.Token);
        return machine;
    }

    /// <summary>Makes machines ready, and waits until there are as many as the pool keeps, or as the memory allows.</summary>
    /// <param name="options">What they are made of.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when they are ready.</returns>
    /// <exception cref="SmolVmException">One is refused or failed.</exception>
    public Task PrepareAsync(MachineOptions options, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(stop.IsCancellationRequested, this);
        engine.Check(options);
        return FillAsync(options with { Name = null }, cancellationToken);
    }

    /// <summary>Ends the machines that wait. Those that were taken are their takers'.</summary>
    /// <returns>A task that ends when nothing is left of them.</returns>
    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested)
            return;
        await stop.CancelAsync();
        // Whoever fills holds it.
        await oneStart.WaitAsync();
        foreach (var machine in shelves.Empty())
            await machine.DisposeAsync();
        oneStart.Release();
    }

    // One after another: a start wants the processors for itself, and so does the test that runs beside.
    async Task FillAsync(MachineOptions options, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stop.Token);
        while (true)
        {
            await oneStart.WaitAsync(limit.Token);
            try
            {
                if (stop.IsCancellationRequested || shelves.Count(options) >= ready)
                    return;
                foreach (var evicted in shelves.MakeRoom(options))
                    await evicted.DisposeAsync();
                if (!shelves.HasRoom(options))
                    return;
                shelves.Put(options, await ReadyAsync(options, limit.Token));
            }
            finally
            {
                oneStart.Release();
            }
        }
    }

    async Task<Machine> ReadyAsync(MachineOptions options, CancellationToken cancellationToken)
    {
        var machine = await engine.StartAsync(options, null, cancellationToken);
        try
        {
            await WarmAsync(machine, cancellationToken);
            await machine.Backend.PauseAsync(cancellationToken);
            return machine;
        }
        catch
        {
            await machine.DisposeAsync();
            throw;
        }
    }

    static async Task WarmAsync(Machine machine, CancellationToken cancellationToken)
    {
        try
        {
            await machine.ExecAsync(Warming, null, cancellationToken);
        }
        catch (GuestExecException)
        {
            // An image without a shell has nothing to be warmed.
        }
    }

    // One whose lifetime was over, or whose hypervisor was killed, is no reason to fail.
    static async Task<bool> ResumedAsync(Machine machine, CancellationToken cancellationToken)
    {
        try
        {
            await machine.Backend.ResumeAsync(cancellationToken);
            return true;
        }
        catch (Exception e)
        {
            await machine.DisposeAsync();
            if (e is SmolVmException && !cancellationToken.IsCancellationRequested)
                return false;
            throw;
        }
    }
}
