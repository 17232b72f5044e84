using System.Buffers.Binary;
using System.Text;
using SmolVM.Images;
using SmolVM.Tests.Processes;

namespace SmolVM.Tests.Images;

public sealed class BzImageTests : IDisposable
{
    const int Limit = 30_000;

    // Long enough to be really compressed, and odd in size.
    static readonly byte[] Kernel = [0x7f, .. "ELF"u8, .. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 20_001)))];

    readonly TemporaryDirectory _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = Limit)]
    [InlineData("xz --check=crc32 -c", Compression.Xz)]
    [InlineData("zstd -19 -c", Compression.Zstd)]
    [InlineData("lz4 -l -c -", Compression.Lz4)]
    [InlineData("gzip -n -c", Compression.Gzip)]
    public async Task The_kernel_is_unpacked_whatever_it_was_packed_with(string compressor, object compression)
    {
        var stream = await Compressed.ByAsync(compressor, Kernel);
        var image = FakeKernel.BzImage(FakeKernel.Payload(stream, (Compression)compression, Kernel.Length));
        await File.WriteAllBytesAsync(_folder["vmlinuz"], image, Token);

        await KernelImage.ExtractAsync(_folder["vmlinuz"], _folder["vmlinux"], Sh.Runner, Token);

        Assert.Equal(compression, BzImage.Parse(image, "vmlinuz").Compression);
        Assert.Equal(Kernel, await File.ReadAllBytesAsync(_folder["vmlinux"], Token));
    }

    [Fact(Timeout = Limit)]
    public async Task A_size_that_was_not_announced_is_refused()
    {
        var payload = FakeKernel.Payload(await Compressed.ByAsync("xz -c", Kernel), Compression.Xz, Kernel.Length + 1);

        var refused = await ExtractAsync(FakeKernel.BzImage(payload));

        Assert.Contains($"has {Kernel.Length} bytes, and {Kernel.Length + 1} were announced", refused.Message);
    }

    [Fact(Timeout = Limit)]
    public async Task Something_else_than_an_elf_kernel_is_refused()
    {
        byte[] text = [.. "no kernel"u8];

        var payload = FakeKernel.Payload(await Compressed.ByAsync("xz -c", text), Compression.Xz, text.Length);

        var refused = await ExtractAsync(FakeKernel.BzImage(payload));

        Assert.Contains("is no ELF kernel: it begins with 6e6f206b", refused.Message);
    }

    [Fact]
    public void A_file_without_a_boot_header_is_refused() => Refused("it has no boot header", new byte[4096]);

    [Fact]
    public void A_short_file_is_refused() => Refused("it has no boot header", FakeKernel.BzImage(new byte[100])[..0x230]);

    [Fact]
    public void An_old_boot_protocol_is_refused()
    {
        var image = FakeKernel.BzImage(new byte[100]);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(0x206), 0x207);

        Refused("its boot protocol is older than 2.08", image);
    }

    [Fact]
    public void A_payload_beyond_the_end_is_refused()
    {
        var image = FakeKernel.BzImage(new byte[100]);

        Refused("is not inside its", image[..^1]);
    }

    [Fact]
    public void An_unknown_compression_is_refused_with_what_it_begins_with() =>
        Refused("its payload begins with 425a68393141, which is no known compression", FakeKernel.BzImage([.. "BZh91AY&SY"u8]));

    static void Refused(string reason, byte[] image)
    {
        var refused = Assert.Throws<ImageException>(() => BzImage.Parse(image, "/boot/vmlinuz"));
        Assert.StartsWith("'/boot/vmlinuz' is not a kernel that can be unpacked: ", refused.Message);
        Assert.Contains(reason, refused.Message);
    }

    async Task<ImageException> ExtractAsync(byte[] image)
    {
        await File.WriteAllBytesAsync(_folder["vmlinuz"], image, Token);
        return await Assert.ThrowsAsync<ImageException>(
            () => KernelImage.ExtractAsync(_folder["vmlinuz"], _folder["vmlinux"], Sh.Runner, Token));
    }
}
