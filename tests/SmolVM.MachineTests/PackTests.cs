using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.MachineTests;

public sealed class PackTests(SharedMachine shared) : IDisposable
{
    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 600_000)]
    public async Task A_machine_boots_from_a_pack_and_has_what_was_written_before()
    {
        var pack = folder["made.smolmachine"];
        string identity;
        await using (var machine = await Engine.StartAsync(
            new MachineOptions { RootUpper = RootUpper.Disk, Mounts = [new WorkspaceMount(shared.Tree)] }, Token))
        {
            (await machine.ExecAsync(
                """
                set -e
                mkdir -p /opt/app && cp /workspace/hello.txt /opt/app/ && chown 123:45 /opt/app/hello.txt && chmod 4750 /opt/app/hello.txt
                ln -s hello.txt /opt/app/link && ln /opt/app/hello.txt /opt/app/hard && rm /etc/hostname && touch '/opt/app/with space'
                """,
                Token)).EnsureSuccess();
            identity = (await machine.ExecAsync("cat /etc/machine-id", Token)).StandardOutput;
            await machine.PackAsync(pack, Token);
        }

        await using var again = await Engine.StartAsync(new MachineOptions { Image = pack }, Token);
        var seen = await again.ExecAsync(
            "cd /opt/app && cat link && stat -c '%a %u:%g %h' hello.txt && ls | sort && ls -A /workspace /etc/hostname /proc/self/comm 2>&1", Token);
        var identities = await again.ExecAsync("cat /etc/machine-id && umount /etc/machine-id && cat /etc/machine-id", Token);

        Assert.Equal(
            "hello from the host\n4750 123:45 2\nhard\nhello.txt\nlink\nwith space\n",
            seen.StandardOutput[..seen.StandardOutput.IndexOf("ls:", StringComparison.Ordinal)]);
        Assert.Matches("^[0-9a-f]{32}\n$", identity);
        Assert.Matches("^[0-9a-f]{32}\n$", identities.EnsureSuccess().StandardOutput);
        Assert.NotEqual(identity, identities.StandardOutput);
        Assert.Contains("/etc/hostname", seen.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("/workspace", seen.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(["made.smolmachine"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cancelled_pack_leaves_nothing()
    {
        using var cancel = new CancellationTokenSource();
        var packing = shared.Machine.PackAsync(folder["never.smolmachine"], cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => packing);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        Assert.Equal("0\n", (await shared.Machine.ExecAsync("grep -c /run/smolvm/root /proc/mounts", Token)).StandardOutput);
    }
}
