using SmolVM.Guests;

namespace SmolVM.Qemu;

/// <summary>The merged root of a running guest as a tar stream.</summary>
internal static class RootTar
{
    // A bind mount that is not recursive shows the root without anything that is mounted in it, whatever the guest has mounted meanwhile.
    const string Script =
        $$"""
        set -e
        b={{KitGuest.Busybox}}
        $b mkdir -p /run/smolvm/root
        $b mount -o bind / /run/smolvm/root
        trap '$b umount /run/smolvm/root' EXIT
        $b sync
        $b tar -C /run/smolvm/root -cf - .
        """;

    static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    public static GuestCommand Command { get; } = new([.. KitGuest.Tools, "sh", "-c", Script]) { WorkingDirectory = "/", Timeout = Limit };

    /// <summary>Runs the tar and gives its output to <paramref name="take"/>; throws when either fails.</summary>
    public static async Task ReadAsync(
        IGuestChannel channel, Func<Stream, CancellationToken, Task> take, CancellationToken cancellationToken)
    {
        var errors = new BoundedCapture(16 * 1024);
        var run = new GuestRun(channel, Command) { Output = take, Error = errors.ReadAsync, Seen = () => ("", errors.ToString()) };
        var exit = await run.RunAsync(cancellationToken);
        if (exit.ShellCode != 0)
            throw new GuestExecException(
                $"tar of the machine's root ended with exit code {exit.ShellCode}: {errors.ToString().Trim()} "
                + "No pack was written; see what the machine's disk lacks.");
    }
}
