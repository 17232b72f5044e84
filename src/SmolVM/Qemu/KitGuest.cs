namespace SmolVM.Qemu;

/// <summary>What a guest has because our kit booted it, whatever its image holds.</summary>
internal static class KitGuest
{
    /// <summary>Where writes to overlay mounts go: the machine's memory or its disk, wherever the root's own writes go.</summary>
    public const string Uppers = "/run/smolvm/uppers";

    public const string Busybox = "/run/smolvm/busybox";

    /// <summary>Put before the name of a program that busybox has.</summary>
    public static IReadOnlyList<string> Tools { get; } = [Busybox];
}
