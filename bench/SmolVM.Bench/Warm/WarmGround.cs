using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Qemu;

namespace SmolVM.Bench.Warm;

/// <summary>What the rows share: the engine as users have it, a directory to mount, and a machine that runs all the time.</summary>
sealed class WarmGround : IAsyncDisposable
{
    /// <summary>The shortest program.</summary>
    public static readonly GuestCommand True = new("/bin/true");

    readonly string folder = Directory.CreateTempSubdirectory("smolvm-bench-").FullName;
    Machine? running;
    MeasuredBoot? boot;

    public WarmGround()
    {
        var tree = Directory.CreateDirectory(Path.Combine(folder, "tree")).FullName;
        File.WriteAllText(Path.Combine(tree, "hello.txt"), "hello\n");
        Mounted = new MachineOptions { Mounts = [new WorkspaceMount(tree)] };
    }

    public QemuEngine Engine { get; } = new();

    /// <summary>A machine with one overlay mount.</summary>
    public MachineOptions Mounted { get; }

    /// <summary>A path of the host for a row's own files, removed in the end.</summary>
    public string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>A machine that has run programs before, for what is measured in a running one.</summary>
    public async Task<Machine> RunningAsync(CancellationToken cancellationToken) =>
        running ??= await Engine.StartAsync(Mounted, Lines.OnError, cancellationToken);

    public async Task<MeasuredBoot> BootAsync(CancellationToken cancellationToken) =>
        boot ??= await MeasuredBoot.PrepareAsync(Engine, cancellationToken);

    /// <summary>Starts a machine and runs the first program in it.</summary>
    public async Task<Machine> StartAsync(QemuEngine engine, CancellationToken cancellationToken)
    {
        var machine = await engine.StartAsync(Mounted, Lines.OnError, cancellationToken);
        try
        {
            (await machine.ExecAsync(True, null, cancellationToken)).EnsureSuccess();
            return machine;
        }
        catch
        {
            await machine.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (running is not null)
            await running.DisposeAsync();
        boot?.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
