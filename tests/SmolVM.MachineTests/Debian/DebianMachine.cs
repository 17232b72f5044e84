using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.MachineTests.Debian;

/// <summary>
/// One running Debian with systemd, with a tree below an overlay and a writable directory, for tests that do not harm it. Its image is made
/// first where the cache has none.
/// </summary>
[CollectionDefinition(nameof(DebianMachine))]
public sealed class DebianMachine : IAsyncLifetime, ICollectionFixture<DebianMachine>
{
    readonly TemporaryDirectory folder = new();
    Machine? machine;

    public static MachineOptions Options { get; } = new() { Image = "debian", Init = "/sbin/init" };

    public Machine Machine => machine ?? throw new InvalidOperationException("The machine was not started.");

    /// <summary>The host directory that the guest sees at /workspace, below an overlay.</summary>
    public string Tree => folder["tree"];

    /// <summary>The host directory that the guest sees and writes at /out.</summary>
    public string Output => folder["out"];

    internal Said Said { get; } = new();

    public async ValueTask InitializeAsync()
    {
        folder.Write("tree/hello.txt", "hello from the host\n");
        folder.Make("out");
        var options = Options with { Mounts = [new WorkspaceMount(Tree), new WorkspaceMount(Output, "/out", writable: true)] };
        machine = await (await Engine.GetAsync(TestContext.Current.CancellationToken))
            .StartAsync(options, Said, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (machine is not null)
            await machine.DisposeAsync();
        folder.Dispose();
    }
}
