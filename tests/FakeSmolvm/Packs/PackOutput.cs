using System.Buffers.Binary;
using SmolVM.Packs;

namespace FakeSmolvm.Packs;

/// <summary>Writes the two files of a pack as the CLI does: in place, the stub first, the footer last.</summary>
sealed class PackOutput(string output, Drift drift)
{
    const string Stub = "#!/bin/sh\necho 'error: this stub was made by a fake of smolvm' >&2\nexit 1\n";

    public string Sidecar => output + ".smolmachine";

    public void WriteStub()
    {
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(output))))
            throw CliException.Config("create pack", $"write {output}: No such file or directory (os error 2)");
        var trailer = new byte[32];
        "SMOLLIBS"u8.CopyTo(trailer);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(8), 1);
        BinaryPrimitives.WriteUInt64LittleEndian(trailer.AsSpan(12), (ulong)Stub.Length);
        File.WriteAllBytes(output, [.. System.Text.Encoding.ASCII.GetBytes(Stub), .. trailer]);
        File.SetUnixFileMode(output, (UnixFileMode)0b111_101_101);
    }

    /// <summary>A sidecar of which the end is missing.</summary>
    public void WriteHalf(byte[] assets) => File.WriteAllBytes(Sidecar, assets[..(assets.Length / 2)]);

    public void Write(byte[] assets, byte[] manifest)
    {
        var checksum = Crc32.Append(Crc32.Append(0, assets), manifest);
        var footer = PackFooter.OfSidecar((ulong)assets.Length, (ulong)manifest.Length, checksum);
        File.WriteAllBytes(Sidecar, [.. assets, .. manifest, .. (footer with { Version = drift.PackVersionWritten }).Encode()]);
    }
}
