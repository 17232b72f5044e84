using SmolVM.Machines;
using SmolVM.MachineTests;
using SmolVM.Mounts;

[assembly: AssemblyFixture(typeof(SharedMachine))]

namespace SmolVM.MachineTests;

/// <summary>One running machine for all tests that do not need their own, with a tree below an overlay and a writable directory.</summary>
public sealed class SharedMachine : IAsyncLifetime
{
    readonly TemporaryDirectory folder = new();
    Machine? machine;

    public Machine Machine => machine ?? throw new InvalidOperationException("The shared machine was not started.");

    /// <summary>The host directory that the guest sees at /workspace, below an overlay.</summary>
    public string Tree => Path.Combine(folder.Path, "tree, with a comma");

    /// <summary>The host directory that the guest sees and writes at /out.</summary>
    public string Output => Path.Combine(folder.Path, "out");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Output);
        SampleTree.Create(Tree);
        machine = await Engine.StartAsync(
            new MachineOptions
            {
                // example: mounts
                Mounts =
                [
                    new WorkspaceMount(Tree),                               // at /workspace, the host's files stay as they are
                    new WorkspaceMount(Output, "/out", writable: true),     // the guest's writes reach the host
                ],
                // end of example
                Environment = new Dictionary<string, string> { ["SHARED"] = "from the machine" },
            },
            TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (machine is not null)
            await machine.DisposeAsync();
        folder.Dispose();
    }
}
