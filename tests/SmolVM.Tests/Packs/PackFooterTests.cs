using FsCheck;
using FsCheck.Fluent;
using SmolVM.Packs;

namespace SmolVM.Tests.Packs;

public sealed class PackFooterTests
{
    [Fact]
    public void Fields_stand_where_the_format_says() => Assert.Equal(
        "534D4F4C5041434B" + "01000000" + "0000000000000000" + "0000000000000000"
        + "0807060504030201" + "0807060504030201" + "3412000000000000" + "EFBEADDE" + "0000000000000000",
        Convert.ToHexString(PackFooter.OfSidecar(0x0102030405060708, 0x1234, 0xDEADBEEF).Encode()));

    [Fact]
    public void Decode_gives_what_was_encoded() =>
        Prop.ForAll<ulong, ulong, uint>((assets, manifest, checksum) =>
        {
            var footer = new PackFooter(3, assets ^ manifest, manifest, assets, assets / 2, manifest, checksum);
            return PackFooter.Decode(footer.Encode()) == footer;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_other_length_than_described_is_refused() =>
        Prop.ForAll<uint, ushort, ulong>((assets, manifest, length) =>
        {
            var described = assets + (ulong)manifest + 64;
            var refused = Record.Exception(() => PackFooter.OfSidecar(assets, manifest, 0).EnsureFits(length)) is InvalidDataException;
            return refused == (length != described);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(ulong.MaxValue, 0)]
    [InlineData(ulong.MaxValue - 63, 0)]
    [InlineData(0, ulong.MaxValue)]
    public void Sums_that_wrap_around_are_refused(ulong assets, ulong offset) =>
        Assert.Throws<InvalidDataException>(() => new PackFooter(1, 0, offset, assets, unchecked(offset + assets), 64, 0).EnsureFits(127));

    [Fact]
    public void Manifest_may_have_16_MiB_and_not_a_byte_more()
    {
        PackFooter.OfSidecar(0, 16_777_216, 0).EnsureFits(16_777_216 + 64);

        var error = Assert.Throws<InvalidDataException>(() => PackFooter.OfSidecar(0, 16_777_217, 0).EnsureFits(16_777_217 + 64));
        Assert.Contains("16777217 bytes, and at most 16777216", error.Message);
    }

    [Fact]
    public void Other_bytes_are_refused() =>
        Prop.ForAll<byte[]>(bytes => Record.Exception(() => PackFooter.Decode(bytes)) is InvalidDataException).QuickCheckThrowOnFailure();
}
