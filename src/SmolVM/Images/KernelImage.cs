using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>
/// Unpacks the ELF kernel from a bzImage: QEMU boots it through PVH, without the decompressor, which costs seconds under emulation.
/// </summary>
internal static class KernelImage
{
    static readonly byte[] ElfMagic = [0x7f, (byte)'E', (byte)'L', (byte)'F'];

    public static async Task ExtractAsync(string bzImage, string vmlinux, ICommandRunner runner, CancellationToken cancellationToken)
    {
        var file = await File.ReadAllBytesAsync(bzImage, cancellationToken);
        var payload = BzImage.Parse(file, bzImage);
        var stream = file.AsMemory((int)payload.Offset, (int)payload.Length);
        await using var target = new FileStream(vmlinux, FileMode.CreateNew, FileAccess.ReadWrite);
        await Filter.RunAsync(
            runner, payload.Compression, (input, token) => input.WriteAsync(stream, token).AsTask(),
            (output, token) => output.CopyToAsync(target, token), cancellationToken);
        await EnsureWholeAsync(target, payload.PlainSize, bzImage, cancellationToken);
    }

    static async Task EnsureWholeAsync(FileStream vmlinux, long size, string bzImage, CancellationToken cancellationToken)
    {
        if (vmlinux.Length != size)
            throw new ImageException(
                $"The kernel unpacked from '{bzImage}' has {vmlinux.Length} bytes, and {size} were announced. "
                + "Report it with the kernel package's version.");
        var magic = new byte[ElfMagic.Length];
        vmlinux.Position = 0;
        await vmlinux.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, cancellationToken);
        if (!magic.AsSpan().SequenceEqual(ElfMagic))
            throw new ImageException(
                $"What was unpacked from '{bzImage}' is no ELF kernel: it begins with {Convert.ToHexStringLower(magic)}. "
                + "Report it with the kernel package's version.");
    }
}
