using SmolVM.Mounts;

namespace SmolVM.Guests;

/// <summary>Makes the mounts of a machine over any channel: all of them, or none.</summary>
/// <param name="channel">What runs the programs.</param>
/// <param name="tools">Words put before <c>sh</c>, for guests that may lack it.</param>
internal sealed class WorkspaceMounter(IGuestChannel channel, IReadOnlyList<string> tools)
{
    /// <summary>Each of the two or three steps takes milliseconds; an emulated guest that is short of everything gets this.</summary>
    static readonly TimeSpan StepTimeout = TimeSpan.FromSeconds(60);

    // A login without a terminal may come without the directories of mount and modprobe.
    static readonly Dictionary<string, string> Path = new() { ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" };

    /// <summary>Refuses, before the boot, mounts over a login that is not root's.</summary>
    /// <exception cref="MountException">The user is another.</exception>
    public static void EnsureRootLogin(string sshUser, IReadOnlyList<WorkspaceMount> mounts)
    {
        if (mounts.Count > 0 && sshUser != "root")
            throw MountException.Refused(
                $"Mounts require ssh_user='root', and the configured SSH user is '{sshUser}'. Log in as root, or start without mounts.");
    }

    /// <param name="mounts">The machine's list: the position decides the tag.</param>
    /// <param name="upperDirectory">See <see cref="MountScript.Build"/>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="MountException">A mount failed; what this attempt had mounted is undone.</exception>
    public async Task MountAsync(IReadOnlyList<WorkspaceMount> mounts, string upperDirectory, CancellationToken cancellationToken)
    {
        if (mounts.Count == 0)
            return;
        try
        {
            await EnsureKernelAsync(mounts.Any(mount => !mount.Writable), cancellationToken);
            var tagged = MountList.Tagged(mounts);
            var result = await ShellAsync(MountScript.Build(tagged, upperDirectory), cancellationToken);
            if (result.ExitCode != 0)
                throw MountFailure.Describe(tagged, result);
        }
        catch (GuestExecException e)
        {
            throw MountException.Failed($"The workspaces could not be mounted: {e.Message}", e);
        }
    }

    // One command for both questions: each costs a round trip and the start of a program.
    async Task EnsureKernelAsync(bool needsOverlay, CancellationToken cancellationToken)
    {
        var probe = (await ShellAsync("id -u && cat /proc/filesystems", cancellationToken)).EnsureSuccess();
        var lines = probe.StandardOutput.Split('\n', StringSplitOptions.TrimEntries);
        if (lines[0] != "0")
            throw MountException.Failed(
                $"Mounts need uid 0 in the guest, and commands run as uid {lines[0]} there over {channel.Name}. Log in as root.");
        var known = lines.Skip(1).Select(line => line.Split('\t')[^1]).ToHashSet();
        if (known.Contains("9p") && (!needsOverlay || known.Contains("overlay")))
            return;
        string[] modules = needsOverlay ? ["9p", "9pnet_virtio", "overlay"] : ["9p", "9pnet_virtio"];
        var loaded = await ShellAsync(string.Join(" && ", modules.Select(module => $"modprobe {module} 2>/dev/null")), cancellationToken);
        if (loaded.ExitCode != 0)
            throw MountFailure.MissingKernelSupport(needsOverlay);
    }

    Task<ExecResult> ShellAsync(string script, CancellationToken cancellationToken) => channel.ExecAsync(
        new GuestCommand(GuestShell.Argv(tools, script))
        {
            WorkingDirectory = "/",
            Environment = Path,
            Timeout = StepTimeout,
        },
        null,
        cancellationToken);
}
