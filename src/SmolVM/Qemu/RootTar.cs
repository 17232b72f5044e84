using SmolVM.Guests;

namespace SmolVM.Qemu;

/// <summary>The merged root of a running guest as a tar stream.</summary>
internal static class RootTar
{
    // A bind mount that is not recursive shows the root without anything that is mounted in it, whatever the guest has mounted meanwhile.
    const string Script =
        """
        set -e
        b=/run/smolvm/busybox
        $b mkdir -p /run/smolvm/root
        $b mount -o bind / /run/smolvm/root
        trap '$b umount /run/smolvm/root' EXIT
        $b sync
        $b tar -C /run/smolvm/root -cf - .
        """;

    public static GuestCommand Command { get; } = new("/run/smolvm/busybox", "sh", "-c", Script) { WorkingDirectory = "/" };

    /// <summary>Runs the tar and gives its output to <paramref name="take"/>; throws when either fails.</summary>
    public static async Task ReadAsync(
        IGuestChannel channel, Func<Stream, CancellationToken, Task> take, CancellationToken cancellationToken)
    {
        await using var tar = await channel.StartAsync(Command, cancellationToken);
        await tar.StandardInput.DisposeAsync();
        var errors = ReadToEndAsync(tar.StandardError, cancellationToken);
        await take(tar.StandardOutput, cancellationToken);
        var exit = await tar.WaitAsync(cancellationToken);
        if (exit.ShellCode != 0)
            throw new GuestExecException(
                $"tar of the machine's root ended with exit code {exit.ShellCode}: {(await errors).Trim()}. No pack was written; see what the machine's disk lacks.");
    }

    static async Task<string> ReadToEndAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
