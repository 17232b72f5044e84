using System.Buffers.Binary;
using System.Text;
using SmolVM.Images;

namespace SmolVM.Tests.Images;

/// <summary>Kernels and modules that hold nothing but what is read of them.</summary>
static class FakeKernel
{
    const int SetupSectors = 3;
    const int PayloadOffset = 72;

    /// <summary>A boot sector, setup sectors and a payload at an offset, with something behind it.</summary>
    public static byte[] BzImage(byte[] payload)
    {
        var start = (SetupSectors + 1) * 512 + PayloadOffset;
        var image = new byte[start + payload.Length];
        image[0x1f1] = SetupSectors;
        "HdrS"u8.CopyTo(image.AsSpan(0x202));
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(0x206), 0x20f);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(0x248), PayloadOffset);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(0x24c), payload.Length);
        payload.CopyTo(image, start);
        return image;
    }

    /// <summary>As the kernel's build appends it: the size, which gzip has already.</summary>
    public static byte[] Payload(byte[] stream, Compression compression, int size)
    {
        if (compression == Compression.Gzip)
            return stream;
        var appended = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(appended, size);
        return [.. stream, .. appended];
    }

    /// <summary>A module with a .modinfo that says what it depends on.</summary>
    public static byte[] Module(string name, string dependencies) =>
        Encoding.ASCII.GetBytes($"\u007fELF...\0license=GPL\0depends={dependencies}\0retpoline=Y\0name={name}\0");
}
