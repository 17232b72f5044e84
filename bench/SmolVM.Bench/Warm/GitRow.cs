using SmolVM.Guests;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Processes;
using SmolVM.Qemu;

namespace SmolVM.Bench.Warm;

/// <summary>The same repository four ways, each in a machine of its own that has read nothing of it.</summary>
sealed class GitRow(WarmGround ground) : WarmRow
{
    const string InMemory = "/dev/shm/repo";

    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    readonly GitWay loose = new("9p, cache=loose", "/workspace");
    // An overlay makes up inode numbers, and git reads each file again whose number is not the one that it left.
    readonly GitWay minimal = new("9p, cache=loose, core.checkStat=minimal", "/workspace", "core.checkStat=minimal");
    readonly GitWay none = new("9p, cache=none", "/workspace");
    readonly GitWay erofs = new("in the image (erofs)", $"/{GitRoot.Repository}");
    readonly GitWay copied = new("copied in (tmpfs)", InMemory);
    readonly Series copying = new("copying these 5,000 files in", "ms");
    readonly string root = ground.PathOf("git");
    readonly string image = ground.PathOf("git.erofs");

    public override IEnumerable<WarmLine> Lines =>
        [.. loose.Lines, .. minimal.Lines, .. none.Lines, .. erofs.Lines, .. copied.Lines, .. copying.Lines];

    static MachineOptions Plain => new() { Name = "bench-git" };

    string Repository => Path.Combine(root, GitRoot.Repository);

    MachineOptions Mounted => Plain with { Mounts = [new WorkspaceMount(Repository)] };

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await GitRoot.MakeAsync(root, cancellationToken);
        (await new CommandRunner().RunAsync(new Command(Erofs.Argv(image, root)), cancellationToken)).EnsureSuccess();
    }

    public override async Task SampleAsync(int round, CancellationToken cancellationToken)
    {
        await SampleAsync(loose, Mounted, _ => Task.CompletedTask, cancellationToken);
        await SampleAsync(minimal, Mounted, _ => Task.CompletedTask, cancellationToken);
        await SampleAsync(none, Mounted, machine => MountUncachedAsync(machine, cancellationToken), cancellationToken);
        await SampleAsync(erofs, Plain, _ => Task.CompletedTask, cancellationToken);
        await SampleAsync(copied, Plain, machine => CopyAsync(machine, cancellationToken), cancellationToken);
    }

    async Task SampleAsync(GitWay way, MachineOptions options, Func<QemuMachine, Task> prepare, CancellationToken cancellationToken)
    {
        var boot = await ground.BootAsync(cancellationToken);
        var system = new RootImage(RootKind.Erofs, image, "", new Dictionary<string, string>());
        await using var machine = await boot.StartAsync(options, system, argv: null, cancellationToken);
        await prepare(machine);
        await way.First.TimeAsync(() => StatusAsync(machine, way, cancellationToken));
        await way.Again.TimeAsync(() => StatusAsync(machine, way, cancellationToken));
    }

    Task CopyAsync(QemuMachine machine, CancellationToken cancellationToken) =>
        copying.TimeAsync(() => new Machine(machine.Options.Name!, Plain, machine).CopyInAsync(Repository, InMemory, cancellationToken));

    // What the library does for machines that outlive their owner; for one of a process there is no option.
    static async Task MountUncachedAsync(QemuMachine machine, CancellationToken cancellationToken)
    {
        await machine.Agent.UnmountAsync(Deadline, cancellationToken);
        var wake = MachineWake.Of(machine.Options, machine.Identity) with { Cache = MountCache.None };
        await machine.Agent.WakeAsync(wake, Deadline, cancellationToken);
    }

    static async Task StatusAsync(QemuMachine machine, GitWay way, CancellationToken cancellationToken)
    {
        var result = (await machine.Channel.ExecAsync(new GuestCommand(way.StatusArgv), null, cancellationToken)).EnsureSuccess();
        if (result.StandardOutput.Length > 0)
            throw new InvalidDataException($"git sees changes where there are none: {result.StandardOutput.Split('\n')[0]}");
    }
}
