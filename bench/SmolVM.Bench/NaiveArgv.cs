using SmolVM.Qemu;

namespace SmolVM.Bench;

/// <summary>
/// The command that one would write first: the distribution's bzImage, a gzipped initramfs, <c>-machine q35 -cpu max</c>, and only the console on
/// the kernel's command line. Devices and sockets are those of our own argv, so that the same guest can be reached the same way.
/// </summary>
static class NaiveArgv
{
    static readonly string[] DroppedPairs = ["-accel", "-sandbox"];

    public static IReadOnlyList<string> Build(QemuSetup setup, string bzImage, string gzippedInitramfs)
    {
        var replaced = new Dictionary<string, string>
        {
            ["-machine"] = "q35",
            ["-cpu"] = "max",
            ["-kernel"] = bzImage,
            ["-initrd"] = gzippedInitramfs,
            ["-append"] = "console=ttyS0",
        };
        var argv = QemuArgv.Build(setup);
        var naive = new List<string> { argv[0] };
        for (var i = 1; i < argv.Count; i++)
        {
            // Nobody would name the memory, either.
            if (DroppedPairs.Contains(argv[i]) || argv.ElementAtOrDefault(i + 1)?.StartsWith("memory-backend-", StringComparison.Ordinal) == true)
                i++;
            else if (replaced.TryGetValue(argv[i], out var value))
                naive.AddRange([argv[i++], value]);
            else
                naive.Add(argv[i]);
        }
        return naive;
    }
}
