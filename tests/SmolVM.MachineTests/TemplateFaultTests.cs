using SmolVM.Machines;
using SmolVM.Processes;
using SmolVM.Qemu.Templates;

namespace SmolVM.MachineTests;

/// <summary>A template that is damaged, or cannot be made, costs a warning and a cold boot, and is made anew by the next start.</summary>
public sealed class TemplateFaultTests : IDisposable
{
    static readonly MachineOptions Options = new() { MemoryMiB = 205, Cpus = 1 };

    readonly TemporaryDirectory folder = new();
    readonly Said said = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    TemplateFiles Made => new(Assert.Single(Directory.GetDirectories(folder.Path)));

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 180_000)]
    public async Task A_truncated_memory_file()
    {
        await MakeAsync();
        using (var memory = File.OpenWrite(Made.Memory))
            memory.SetLength(100 << 20);

        await BootsColdAndMakesAnewAsync("has 104857600 bytes, not 214958080");
    }

    [Fact(Timeout = 180_000)]
    public async Task A_truncated_state_file()
    {
        await MakeAsync();
        using (var state = File.OpenWrite(Made.State))
            state.SetLength(state.Length / 2);

        await BootsColdAndMakesAnewAsync("is not as it was written");
    }

    /// <summary>
    /// What another QEMU's would be: a state with a processor that this machine has not, under a key that says that it fits.
    /// </summary>
    [Fact(Timeout = 180_000)]
    public async Task A_state_that_this_QEMU_does_not_understand()
    {
        await MakeAsync();
        var key = Made.Directory;
        Directory.Delete(key, recursive: true);
        await using (await Engine.WithTemplatesIn(folder.Path).StartAsync(Options with { Cpus = 2 }, said, Token))
            Directory.Move(Made.Directory, key);

        await BootsColdAndMakesAnewAsync("");
    }

    [Fact(Timeout = 180_000)]
    public async Task A_file_system_without_room()
    {
        await using var machine = await Engine.WithTemplatesIn(folder.Path, _ => 3 << 20).StartAsync(Options, said, Token);

        Assert.Contains("3 MiB free", Assert.Single(said.Warnings), StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(folder.Path));
        (await machine.ExecAsync("true", Token)).EnsureSuccess();
    }

    /// <summary>
    /// Somebody else may fill it after we have looked: the hypervisor is killed then in the middle of a write to its memory.
    /// </summary>
    [Trait("Category", "Root")]
    [Fact(Timeout = 180_000)]
    public async Task A_file_system_that_fills_up_meanwhile()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can mount a file system that is too small.");
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder.Path);
        try
        {
            await using var machine = await Engine.WithTemplatesIn(folder.Path).StartAsync(Options, said, Token);

            Assert.Contains("ended with exit code", Assert.Single(said.Warnings), StringComparison.Ordinal);
            Assert.Empty(Directory.GetDirectories(folder.Path));
            (await machine.ExecAsync("true", Token)).EnsureSuccess();
        }
        finally
        {
            await RunAsync("umount", folder.Path);
        }
    }

    [Fact(Timeout = 180_000)]
    public async Task A_maker_that_is_killed_leaves_what_the_next_start_removes()
    {
        await using var owner = Owner.Start("template-maker", "templates", folder.Path);
        var maker = await Hypervisor.AppearsAsync("template", folder.Path);
        await maker.BootsAsync();
        var half = Path.GetDirectoryName(maker.Template)!;

        await owner.SignalAsync(Signals.Kill);

        await maker.EndsSoonAsync();
        Assert.EndsWith(".tmp", half, StringComparison.Ordinal);
        await using var next = Owner.Start("template-next", "templates", folder.Path);
        var machine = await next.ReadyAsync("template-next");
        Assert.False(Directory.Exists(half));
        Assert.Equal(Made.Memory, machine.Template);
    }

    /// <summary>Right in size and wrong in content, which nothing tells but a clone that does not answer.</summary>
    [Trait("Category", "Stress")]
    [Fact(Timeout = 300_000)]
    public async Task A_memory_file_of_nothing_but_zeros()
    {
        await MakeAsync();
        using (var memory = File.OpenWrite(Made.Memory))
        {
            memory.SetLength(0);
            memory.SetLength(205 << 20);
        }

        await BootsColdAndMakesAnewAsync("");
    }

    async Task MakeAsync()
    {
        await using var machine = await Engine.WithTemplatesIn(folder.Path).StartAsync(Options, said, Token);
    }

    async Task BootsColdAndMakesAnewAsync(string warning)
    {
        var engine = Engine.WithTemplatesIn(folder.Path);
        await using (var cold = await engine.StartAsync(Options, said, Token))
        {
            Assert.DoesNotContain("-incoming", cold.Argv);
            (await cold.ExecAsync("true", Token)).EnsureSuccess();
        }
        Assert.Contains(warning, Assert.Single(said.Warnings), StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(folder.Path));

        await using var clone = await engine.StartAsync(Options, said, Token);

        Assert.Contains("-incoming", clone.Argv);
        Assert.Single(said.Warnings);
    }

    static async Task RunAsync(params string[] argv) => (await new CommandRunner().RunAsync(new Command(argv), Token)).EnsureSuccess();
}
