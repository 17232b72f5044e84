using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Processes;
using SmolVM.Qemu;

namespace SmolVM.MachineTests;

/// <summary>A running machine whose 9p devices are there but not mounted, and both channels into it.</summary>
public sealed class UnmountedMachine : IAsyncLifetime
{
    readonly SemaphoreSlim gate = new(1);
    QemuMachine? machine;
    SshChannel? ssh;

    public TemporaryDirectory Folder { get; } = new();

    internal WorkspaceMount Overlaid => new(Folder["tree"], "/workspace");

    internal WorkspaceMount Written => new(Folder["out"], "/out of it", "out", writable: true);

    internal WorkspaceMount Spare => new(Folder["tree"], "/spare", "spare");

    public ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Folder["tree"]);
        Directory.CreateDirectory(Folder["out"]);
        File.WriteAllText(Folder["tree/hello.txt"], "hello from the host\n");
        return ValueTask.CompletedTask;
    }

    /// <summary>Started by the first test that needs it.</summary>
    internal async Task<QemuMachine> MachineAsync()
    {
        await gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return machine ??= await Boots.StartAsync(
                new MachineOptions { Name = "unmounted" }, setup => setup with { Slots = MountSlot.Of([Overlaid, Written, Spare]) });
        }
        finally
        {
            gate.Release();
        }
    }

    /// <param name="name"><c>agent</c> or <c>ssh</c>.</param>
    internal async Task<IGuestChannel> ChannelAsync(string name)
    {
        var running = await MachineAsync();
        return name == "agent" ? running.Channel : ssh ??= new SshChannel(new CommandRunner(), running.Ssh);
    }

    public async ValueTask DisposeAsync()
    {
        if (ssh is not null)
            await ssh.DisposeAsync();
        if (machine is not null)
            await machine.DisposeAsync();
        gate.Dispose();
        Folder.Dispose();
    }
}
