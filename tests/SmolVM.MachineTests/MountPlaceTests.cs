using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.MachineTests;

/// <summary>Mounts in a real guest: odd and nested places, one directory twice, and the other security model.</summary>
public sealed class MountPlaceTests(SharedMachine shared) : IDisposable
{
    const string OddPlace = "/a 'quoted'/\"place\"\\with $HOME,and:a\nnewline\n";

    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 180_000)]
    public async Task Odd_and_nested_places_and_a_directory_that_another_machine_has_too()
    {
        foreach (var name in (string[])["outer", "inner", "out"])
            await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(folder[name]).FullName, "file"), $"of {name}\n", Token);
        await using var machine = await Engine.StartAsync(
            new MachineOptions
            {
                Mounts =
                [
                    new WorkspaceMount(folder["inner"], "/outer/not/there yet"),
                    new WorkspaceMount(folder["out"], "/outer/out", writable: true),
                    new WorkspaceMount(folder["outer"], "/outer"),
                    new WorkspaceMount(folder["inner"], OddPlace),
                    new WorkspaceMount(shared.Tree),
                ],
            },
            Token);

        var nested = await machine.ExecAsync(
            "cd /outer && cat file 'not/there yet/file' out/file && echo written > out/new && echo over > file", Token);
        var odd = await machine.ExecAsync(new GuestCommand("cat", $"{OddPlace}/file"), cancellationToken: Token);
        await machine.ExecAsync("echo mine > /workspace/seen-by", Token);
        await shared.Machine.ExecAsync("echo theirs > /workspace/seen-by", Token);
        var own = await machine.ExecAsync("cat /workspace/hello.txt /workspace/seen-by", Token);
        var other = await shared.Machine.ExecAsync("cat /workspace/hello.txt /workspace/seen-by; rm /workspace/seen-by", Token);

        Assert.Equal("of outer\nof inner\nof out\n", nested.EnsureSuccess().StandardOutput);
        Assert.Equal("of inner\n", odd.EnsureSuccess().StandardOutput);
        Assert.Equal("hello from the host\nmine\n", own.StandardOutput);
        Assert.Equal("hello from the host\ntheirs\n", other.StandardOutput);
        Assert.Equal("written\n", await File.ReadAllTextAsync(folder["out/new"], Token));
        Assert.Equal(["file"], Directory.GetFileSystemEntries(folder["outer"]).Select(Path.GetFileName));
        Assert.Equal("of outer\n", await File.ReadAllTextAsync(folder["outer/file"], Token));
        Assert.False(File.Exists(Path.Combine(shared.Tree, "seen-by")));
    }

    /// <summary>Why it is not the default.</summary>
    [Fact(Timeout = 180_000)]
    public async Task The_mapped_profile_breaks_links_of_the_host_and_leaves_files_that_only_their_owner_reads()
    {
        Directory.CreateDirectory(folder["tree"]);
        await File.WriteAllTextAsync(folder["tree/file"], "text\n", Token);
        File.CreateSymbolicLink(folder["tree/link"], "file");
        Directory.CreateDirectory(folder["out"]);
        WorkspaceMount[] mounts = [new(folder["tree"]), new(folder["out"], "/out", writable: true)];
        await using var machine = await Boots.StartAsync(
            new MachineOptions { Name = "mapped", Mounts = mounts },
            setup => setup with { Slots = MountSlot.Of(mounts), MountSecurity = MountSecurity.MappedXattr });

        var file = await machine.Channel.ExecAsync(new GuestCommand("cat", "/workspace/file"), null, Token);
        var link = await machine.Channel.ExecAsync(new GuestCommand("cat", "/workspace/link"), null, Token);
        var making = GuestCommand.Shell("echo x > /out/made && chmod 755 /out/made && stat -c %a /out/made && ln -s made /out/link");
        var write = await machine.Channel.ExecAsync(making, null, Token);

        Assert.Equal("text\n", file.EnsureSuccess().StandardOutput);
        Assert.NotEqual(0, link.ExitCode);
        Assert.Equal("755\n", write.EnsureSuccess().StandardOutput);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["out/made"]));
        Assert.Null(new FileInfo(folder["out/link"]).LinkTarget);
    }
}
