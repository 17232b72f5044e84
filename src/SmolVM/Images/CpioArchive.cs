using System.Globalization;
using System.Text;

namespace SmolVM.Images;

/// <summary>Writes the "newc" cpio that the kernel unpacks as its initramfs: root's, time 0, the same bytes for the same entries.</summary>
internal static class CpioArchive
{
    const string Trailer = "TRAILER!!!";
    const int Alignment = 4;

    public static async Task WriteAsync(Stream target, IEnumerable<CpioEntry> entries, CancellationToken cancellationToken)
    {
        uint inode = 0;
        foreach (var entry in entries)
            await WriteAsync(target, ++inode, entry, cancellationToken);
        await WriteAsync(target, 0, new CpioEntry(Trailer, 0, default), cancellationToken);
    }

    static async Task WriteAsync(Stream target, uint inode, CpioEntry entry, CancellationToken cancellationToken)
    {
        var name = Encoding.UTF8.GetBytes(entry.Name);
        uint[] fields =
        [
            inode, entry.Mode, 0, 0, entry.IsDirectory ? 2u : 1u, 0, (uint)entry.Content.Length, 0, 0,
            entry.DeviceMajor, entry.DeviceMinor, (uint)name.Length + 1, 0,
        ];
        var header = "070701" + string.Concat(fields.Select(field => field.ToString("x8", CultureInfo.InvariantCulture)));
        byte[] head = [.. Encoding.ASCII.GetBytes(header), .. name, 0];
        await WritePaddedAsync(target, head, cancellationToken);
        await WritePaddedAsync(target, entry.Content, cancellationToken);
    }

    static async Task WritePaddedAsync(Stream target, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await target.WriteAsync(bytes, cancellationToken);
        await target.WriteAsync(new byte[-bytes.Length & (Alignment - 1)], cancellationToken);
    }
}
