using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.MachineTests;

public sealed class MountTests(SharedMachine shared)
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    Machine Machine => shared.Machine;

    [Fact(Timeout = 60_000)]
    public async Task The_guest_reads_the_files_of_the_host()
    {
        var result = await Machine.ExecAsync("cat /workspace/hello.txt", Token);

        Assert.Equal("hello from the host\n", result.EnsureSuccess().StandardOutput);
    }

    [Fact(Timeout = 60_000)]
    public async Task Writes_deletes_and_renames_in_the_guest_leave_the_host_as_it_was()
    {
        var before = SampleTree.Fingerprint(shared.Tree);

        var result = await Machine.ExecAsync(
            """
            set -e
            cd /workspace
            echo changed > bin/tool.sh && echo new > new.txt && mkdir made && chmod 0600 absolute-link 2>/dev/null || true
            rm odd/with,comma && mv odd/-dash odd/renamed && mv directory-link moved-link && rm -r many
            cat bin/tool.sh new.txt odd/renamed && ls many 2>&1 || echo gone
            """,
            Token);

        Assert.Contains("changed\nnew\n-dash", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("gone", result.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(before, SampleTree.Fingerprint(shared.Tree));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_lower_layer_cannot_be_written()
    {
        var result = await Machine.ExecAsync($"touch {MountScript.LowerDirectory}/workspace0/x", Token);

        Assert.Contains("Read-only file system", result.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_writable_mount_writes_through_with_the_callers_ownership_and_sane_modes()
    {
        (await Machine.ExecAsync("umask 022; mkdir /out/made && echo text > /out/made/file && echo run > /out/tool && chmod 755 /out/tool && ln -s tool /out/link", Token))
            .EnsureSuccess();

        var file = new FileInfo(Path.Combine(shared.Output, "made", "file"));
        Assert.Equal("text\n", await File.ReadAllTextAsync(file.FullName, Token));
        Assert.Equal((UnixFileMode)0b110_100_100, file.UnixFileMode);
        Assert.Equal((UnixFileMode)0b111_101_101, new DirectoryInfo(file.DirectoryName!).UnixFileMode);
        Assert.Equal((UnixFileMode)0b111_101_101, new FileInfo(Path.Combine(shared.Output, "tool")).UnixFileMode);
        Assert.Equal("tool", new FileInfo(Path.Combine(shared.Output, "link")).LinkTarget);
        File.Move(file.FullName, file.FullName + ".moved-by-the-owner");
    }

    [Fact(Timeout = 60_000)]
    public async Task Symbolic_links_of_the_host_work_in_the_guest()
    {
        var result = await Machine.ExecAsync(
            "cd /workspace; cat relative-link bin/up-link; readlink absolute-link; readlink broken-link; cat \"bin/../relative-link\" absolute-link", Token);

        Assert.StartsWith("hello from the host\nhello from the host\n/etc/hostname\nnowhere\nhello from the host\n", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Names_with_any_characters_survive_both_ways()
    {
        await using var machine = await Engine.StartAsync(new MachineOptions { Mounts = [new WorkspaceMount(shared.Tree)] }, Token);

        var listed = await machine.ExecAsync("cd /workspace/odd && find . -type f -print0 && cat ./*", Token);

        var names = listed.StandardOutput[..(listed.StandardOutput.LastIndexOf('\0') + 1)].Split('\0', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(SampleTree.OddNames.Order(StringComparer.Ordinal), names.Select(name => name[2..]).Order(StringComparer.Ordinal));
        Assert.Equal("5000\n", (await machine.ExecAsync("ls /workspace/many | wc -l", Token)).StandardOutput);
    }
}
