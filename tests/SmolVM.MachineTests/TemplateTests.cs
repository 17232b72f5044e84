using System.Globalization;
using SmolVM.Machines;
using SmolVM.Qemu.Templates;

namespace SmolVM.MachineTests;

/// <summary>Machines start as clones of a frozen one, which the first start of a shape makes.</summary>
public sealed class TemplateTests : IDisposable
{
    // A memory that no other test has: a shape, and so a template, of these tests' own.
    static readonly MachineOptions Options = new() { MemoryMiB = 201 };

    readonly TemporaryDirectory folder = new();
    readonly Said said = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    string Made => Assert.Single(Directory.GetDirectories(folder.Path));

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 180_000)]
    public async Task The_first_start_makes_a_template_that_the_next_ones_use_and_never_write()
    {
        await using var first = await Engine.WithTemplatesIn(folder.Path).StartAsync(Options, said, Token);
        var (made, written) = (Made, File.GetLastWriteTimeUtc(new TemplateFiles(Made).Memory));

        await using var second = await Engine.WithTemplatesIn(folder.Path).StartAsync(Options, said, Token);
        await second.ExecAsync("dd if=/dev/urandom of=/tmp/much bs=1M count=40", Token);

        Assert.Single(said.Lines, "Booting a machine to clone (once for machines of this shape).");
        Assert.Equal((made, written), (Made, File.GetLastWriteTimeUtc(new TemplateFiles(made).Memory)));
        Assert.All([first, second], machine => Assert.Contains(machine.Argv, word => word.EndsWith($"mem-path={made}/memory,share=off", StringComparison.Ordinal)));
        Assert.Empty(said.Warnings);
    }

    [Fact(Timeout = 180_000)]
    public async Task Starts_of_two_processes_at_once_make_one()
    {
        await using var first = Owner.Start("template-race-1", "templates", folder.Path);
        await using var second = Owner.Start("template-race-2", "templates", folder.Path);

        var one = await first.ReadyAsync("template-race-1");
        var other = await second.ReadyAsync("template-race-2");

        Assert.Equal([new TemplateFiles(Made).Memory, one.Template], [one.Template, other.Template]);
    }

    [Fact(Timeout = 180_000)]
    public async Task Clones_have_a_name_an_identity_a_clock_and_randomness_of_their_own()
    {
        const string Who = "hostname; cat /etc/machine-id; head -c 16 /dev/urandom | base64; date +%s";
        await using var first = await Engine.StartAsync(new MachineOptions { Name = "first" }, Token);
        await using var second = await Engine.StartAsync(new MachineOptions { Name = "second" }, Token);

        var one = (await first.ExecAsync(Who, Token)).EnsureSuccess().StandardOutput.Split('\n');
        var other = (await second.ExecAsync(Who, Token)).EnsureSuccess().StandardOutput.Split('\n');

        Assert.Equal(["first", "second"], [one[0], other[0]]);
        Assert.NotEqual(one[1], other[1]);
        Assert.NotEqual(one[2], other[2]);
        Assert.All([one[3], other[3]], clock => Assert.InRange(
            DateTimeOffset.UtcNow.ToUnixTimeSeconds() - long.Parse(clock, CultureInfo.InvariantCulture), -1, 10));
    }

    [Fact(Timeout = 180_000)]
    public async Task Machines_with_a_disk_are_clones_too_and_each_has_its_own_writes()
    {
        var options = Options with { RootUpper = RootUpper.Disk, DiskMiB = 512 };
        var engine = Engine.WithTemplatesIn(folder.Path);
        await using var first = await engine.StartAsync(options, said, Token);
        await using var second = await engine.StartAsync(options, said, Token);
        var written = File.GetLastWriteTimeUtc(new TemplateFiles(Made).Disk);

        (await first.ExecAsync("echo first > /root/file && dd if=/dev/zero of=/root/much bs=1M count=64 && sync", Token)).EnsureSuccess();
        (await second.ExecAsync("echo second > /root/file && sync", Token)).EnsureSuccess();

        Assert.Equal("first\n", (await first.ExecAsync("cat /root/file", Token)).StandardOutput);
        Assert.Equal("second\n", (await second.ExecAsync("cat /root/file; test ! -e /root/much", Token)).EnsureSuccess().StandardOutput);
        Assert.Contains("/dev/vdb", (await second.ExecAsync("grep -o '^/dev/vdb' /proc/1/mountinfo /proc/mounts; cat /proc/partitions | grep -o vdb | sed s,^,/dev/,", Token)).StandardOutput, StringComparison.Ordinal);
        Assert.Equal(written, File.GetLastWriteTimeUtc(new TemplateFiles(Made).Disk));
        Assert.Empty(said.Warnings);
    }

    [Fact(Timeout = 180_000)]
    public async Task With_templates_off_a_machine_boots()
    {
        await using var machine = await Engine.Cold.StartAsync(Options, said, Token);

        Assert.DoesNotContain("-incoming", machine.Argv);
        (await machine.ExecAsync("true", Token)).EnsureSuccess();
    }

    [Fact(Timeout = 180_000)]
    public async Task A_new_shape_and_every_phase_of_a_start_are_traced()
    {
        await using var owner = Owner.Traced("traced", "templates", folder.Path);
        await owner.ReadyAsync("traced");

        var result = await owner.EndAsync();

        Assert.Contains("smolvm traced: new shape ", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("memory=203 root=erofs upper=memory slots=workspace0,workspace1,workspace2,workspace3", result.StandardError, StringComparison.Ordinal);
        Assert.All(
            ["prepare", "spawn", "qmp", "boot", "freeze", "load", "wake", "first exec"],
            phase => Assert.Matches($@"(?m)^smolvm traced: {phase} +\d+\.\d ms +\d+\.\d ms", result.StandardError));
    }
}
