namespace SmolVM.Images;

/// <summary>A member of an initramfs. Names have no slash at their beginning.</summary>
/// <param name="Name">The full name.</param>
/// <param name="Mode">File type and permissions, as in <c>st_mode</c>.</param>
/// <param name="Content">The file's bytes or the link's target; empty for others.</param>
/// <param name="DeviceMajor">Of a device node.</param>
/// <param name="DeviceMinor">Of a device node.</param>
internal sealed record CpioEntry(string Name, uint Mode, ReadOnlyMemory<byte> Content, uint DeviceMajor = 0, uint DeviceMinor = 0)
{
    const uint TypeDirectory = 0x4000;
    const uint TypeFile = 0x8000;
    const uint TypeLink = 0xa000;
    const uint TypeCharacterDevice = 0x2000;
    const uint LinkMode = 511;

    public bool IsDirectory => (Mode & 0xf000) == TypeDirectory;

    public static CpioEntry Directory(string name, UnixFileMode mode) => new(name, TypeDirectory | (uint)mode, default);

    public static CpioEntry File(string name, UnixFileMode mode, ReadOnlyMemory<byte> content) => new(name, TypeFile | (uint)mode, content);

    public static CpioEntry Link(string name, string target) => new(name, TypeLink | LinkMode, System.Text.Encoding.UTF8.GetBytes(target));

    public static CpioEntry CharacterDevice(string name, UnixFileMode mode, uint major, uint minor) =>
        new(name, TypeCharacterDevice | (uint)mode, default, major, minor);
}
