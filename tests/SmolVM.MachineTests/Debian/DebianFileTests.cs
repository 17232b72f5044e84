using SmolVM.Machines;

namespace SmolVM.MachineTests.Debian;

/// <summary>Mounts and copies of a machine that systemd has booted.</summary>
[Trait("Category", "Stress")]
[Collection(nameof(DebianMachine))]
public sealed class DebianFileTests(DebianMachine debian) : IDisposable
{
    const int Limit = 120_000;

    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    Machine Machine => debian.Machine;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = Limit)]
    public async Task Commands_and_units_see_the_mounts_and_only_a_writable_one_writes_to_the_host()
    {
        var command = await Machine.ExecAsync("cat /workspace/hello.txt && echo over > /workspace/over && echo out > /out/command", Token);
        var unit = await Machine.ExecAsync(
            "systemd-run --quiet --wait --pipe /bin/sh -c 'cat /workspace/hello.txt /workspace/over && echo out > /out/unit'", Token);

        Assert.Equal("hello from the host\n", command.EnsureSuccess().StandardOutput);
        Assert.Equal("hello from the host\nover\n", unit.EnsureSuccess().StandardOutput);
        Assert.Equal(["hello.txt"], Directory.GetFileSystemEntries(debian.Tree).Select(Path.GetFileName));
        Assert.Equal("out\n", await File.ReadAllTextAsync(Path.Combine(debian.Output, "command"), Token));
        Assert.Equal("out\n", await File.ReadAllTextAsync(Path.Combine(debian.Output, "unit"), Token));
    }

    [Fact(Timeout = Limit)]
    public async Task A_clone_has_the_mounts_too_and_what_was_written_over_them()
    {
        (await Machine.ExecAsync("echo before > /workspace/before", Token)).EnsureSuccess();

        await using var clone = await Machine.CloneAsync(null, Token);

        var seen = await clone.ExecAsync("cat /workspace/hello.txt /workspace/before && echo clone > /out/clone", Token);
        Assert.Equal("hello from the host\nbefore\n", seen.EnsureSuccess().StandardOutput);
        Assert.Equal("clone\n", await File.ReadAllTextAsync(Path.Combine(debian.Output, "clone"), Token));
    }

    [Fact(Timeout = Limit)]
    public async Task Trees_and_texts_go_in_and_out()
    {
        folder.Write("tree/below/file", "copied\n");
        File.CreateSymbolicLink(folder["tree/link"], "below/file");

        await Machine.CopyInAsync(folder["tree"], "/srv/copied", Token);
        await Machine.WriteTextAsync("/srv/copied/text", "written\n", Token);
        await Machine.CopyOutAsync("/srv/copied", folder["back"], Token);

        Assert.Equal("written\n", await Machine.ReadTextAsync("/srv/copied/text", Token));
        Assert.Equal("copied\n", await File.ReadAllTextAsync(folder["back/link"], Token));
        Assert.Equal("written\n", await File.ReadAllTextAsync(folder["back/text"], Token));
        Assert.Equal("below/file", new FileInfo(folder["back/link"]).LinkTarget);
    }
}
