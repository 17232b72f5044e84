using System.Diagnostics;
using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Processes;
using SmolVM.Qemu;

namespace SmolVM.MachineTests;

public sealed class SshTests(SharedMachine shared)
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task The_ssh_command_logs_a_person_in()
    {
        using var shell = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", $"{shared.Machine.SshCommand} 'id -un; tty; uname -n; exit 7'"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        shell.StandardInput.Close();
        var output = await shell.StandardOutput.ReadToEndAsync(Token);
        var error = await shell.StandardError.ReadToEndAsync(Token);
        await shell.WaitForExitAsync(Token);

        var name = (await shared.Machine.ExecAsync("uname -n", Token)).StandardOutput;
        Assert.Equal(($"root\nnot a tty\n{name}", "", 7), (output, error, shell.ExitCode));
    }

    [Fact(Timeout = 180_000)]
    public async Task Exec_and_files_work_over_ssh()
    {
        await using var ssh = Connect(shared.Machine);
        var files = new GuestFiles(ssh, []);
        var path = $"/tmp/over-ssh/{Guid.NewGuid():N}";

        await files.WriteAsync(path, "written"u8.ToArray(), Token);
        var result = await ssh.ExecAsync(new GuestCommand("cat", path, "/no/such/file"), null, Token);
        var slow = GuestCommand.Shell("echo begun; exec sleep 300") with { Timeout = TimeSpan.FromSeconds(5) };
        var late = await Assert.ThrowsAsync<GuestExecException>(() => ssh.ExecAsync(slow, null, Token));

        Assert.Equal(("written", 1), (result.StandardOutput, result.ExitCode));
        Assert.Contains("/no/such/file", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("stdout (tail): begun", late.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sleep 300", (await shared.Machine.ExecAsync("ps", Token)).StandardOutput, StringComparison.Ordinal);
    }

    [Fact(Timeout = 240_000)]
    public async Task The_mount_script_runs_over_ssh_and_never_stacks_a_second_layer()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder["hello"], "from the host", Token);
        WorkspaceMount[] mounts = [new(folder.Path, "/link/to there\n"), new(folder.Path, "/out", writable: true)];
        await using var machine = await Engine.StartAsync(new MachineOptions { Mounts = mounts }, Token);
        await using var ssh = Connect(machine);
        var mounter = new WorkspaceMounter(ssh, []);

        await mounter.MountAsync(mounts, KitGuest.Uppers, Token);
        var untouched = await CountAsync(machine);
        var undone = await machine.ExecAsync(
            $"umount '/link/to there\n' {MountScript.LowerDirectory}/workspace0 /out && rmdir /link/* /link", Token);
        // What the kernel shows as the place of the mount is then another path than the one that was asked for.
        (await machine.ExecAsync("mkdir /elsewhere && ln -s elsewhere /link", Token)).EnsureSuccess();
        await mounter.MountAsync(mounts, KitGuest.Uppers, Token);
        await mounter.MountAsync(mounts, KitGuest.Uppers, Token);
        var read = await machine.ExecAsync("cd '/link/to there\n' && cat hello && echo mine > hello; echo theirs > /out/theirs", Token);

        Assert.Equal(("3\n", 0), (untouched, undone.ExitCode));
        Assert.Equal(("3\n", "from the host"), (await CountAsync(machine), read.StandardOutput));
        Assert.Equal("from the host", await File.ReadAllTextAsync(folder["hello"], Token));
        Assert.Equal("theirs\n", await File.ReadAllTextAsync(folder["theirs"], Token));
    }

    [Fact(Timeout = 240_000)]
    public async Task A_mount_that_fails_takes_those_before_it_with_it()
    {
        using var folder = new TemporaryDirectory();
        await using var machine = await Engine.StartAsync(new MachineOptions { Mounts = [new(folder.Path, "/there")] }, Token);
        await machine.ExecAsync($"umount /there {MountScript.LowerDirectory}/workspace0", Token);
        await using var ssh = Connect(machine);
        WorkspaceMount[] mounts = [new(folder.Path, "/there"), new(folder.Path, "/not there", "missing")];

        var error = await Assert.ThrowsAsync<MountException>(
            () => new WorkspaceMounter(ssh, []).MountAsync(mounts, KitGuest.Uppers, Token));

        Assert.Contains("Failed to mount workspace 'missing' at /not there", error.Message, StringComparison.Ordinal);
        Assert.Equal("0\n", await CountAsync(machine));
    }

    static async Task<string> CountAsync(Machine machine) =>
        (await machine.ExecAsync("grep -c -e ^workspace -e ^missing /proc/mounts", Token)).StandardOutput;

    static SshChannel Connect(Machine machine) => new(new CommandRunner(), ((QemuMachine)machine.Backend).Ssh);
}
