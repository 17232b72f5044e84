using SmolVM.Machines;

namespace SmolVM.Xunit.Fixtures;

/// <summary>A machine with its share of the memory budget, which it gives back when it is gone.</summary>
internal sealed class BoundedMachine(Machine machine, IAsyncDisposable memory) : IAsyncDisposable
{
    public Machine Machine => machine;

    public async ValueTask DisposeAsync()
    {
        try
        {
            await machine.DisposeAsync();
        }
        finally
        {
            await memory.DisposeAsync();
        }
    }
}
