using SmolVM.Machines;

namespace SmolVM.MachineTests.Debian;

/// <summary>One running Debian with systemd, for tests that do not harm it. Its image is made first where the cache has none.</summary>
public sealed class DebianMachine : IAsyncLifetime
{
    Machine? machine;

    public static MachineOptions Options { get; } = new() { Image = "debian", Init = "/sbin/init" };

    public Machine Machine => machine ?? throw new InvalidOperationException("The machine was not started.");

    internal Said Said { get; } = new();

    public async ValueTask InitializeAsync() =>
        machine = await (await Engine.GetAsync(TestContext.Current.CancellationToken))
            .StartAsync(Options, Said, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (machine is not null)
            await machine.DisposeAsync();
    }
}
