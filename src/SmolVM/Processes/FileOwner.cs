using System.Runtime.InteropServices;

namespace SmolVM.Processes;

/// <summary>
/// Whose a file is, and whether it is a link: what .NET does not tell, and what decides if a directory in /tmp can be trusted.
/// </summary>
internal static partial class FileOwner
{
    const int CurrentDirectory = -100;
    const int Follow = 0;
    const int NoFollow = 0x100;
    const uint BasicStats = 0x7ff;
    const int TypeMask = 0xf000;
    const int DirectoryType = 0x4000;
    const int BlockBytes = 512;

    /// <summary>The numeric id of the user that this process acts as; 0 on Windows.</summary>
    public static uint CurrentUser { get; } = OperatingSystem.IsWindows() ? 0 : GetEffectiveUser();

    /// <summary>
    /// Whether the path is a directory, no link, that belongs to the current user. Elsewhere than on Linux only the former.
    /// </summary>
    public static bool IsOwnDirectory(string path)
    {
        // macOS and Windows give each user a temporary directory of its own.
        if (!OperatingSystem.IsLinux())
            return new DirectoryInfo(path) is { Exists: true, LinkTarget: null };
        return Status(CurrentDirectory, path, NoFollow, BasicStats, out var status) == 0
            && (status.Mode & TypeMask) == DirectoryType
            && status.User == CurrentUser;
    }

    /// <summary>The bytes that a file really takes, holes left out; on other systems than Linux its length.</summary>
    public static long AllocatedBytes(string path)
    {
        if (!OperatingSystem.IsLinux())
            return new FileInfo(path).Length;
        return Status(CurrentDirectory, path, Follow, BasicStats, out var status) == 0 ? BlockBytes * (long)status.Blocks : 0;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int directory, string path, int flags, uint mask, out StatX status);

    /// <summary>The kernel's struct statx, which unlike struct stat is the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    struct StatX
    {
        [FieldOffset(20)]
        public uint User;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(48)]
        public ulong Blocks;
    }
}
