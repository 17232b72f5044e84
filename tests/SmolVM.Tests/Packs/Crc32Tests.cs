using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SmolVM.Packs;

namespace SmolVM.Tests.Packs;

public sealed class Crc32Tests
{
    [Fact]
    public void Check_value_of_the_catalogue() =>
        Assert.Equal(0xCBF43926u, Crc32.Append(0, Encoding.ASCII.GetBytes("123456789")));

    [Fact]
    public void Is_what_the_polynomial_gives_bit_by_bit() =>
        Prop.ForAll<byte[]>(data => Crc32.Append(0, data) == RawPack.Checksum(data)).QuickCheckThrowOnFailure();

    [Fact]
    public void Parts_give_the_checksum_of_the_whole() =>
        Prop.ForAll<byte[], byte[]>((first, second) =>
            Crc32.Append(Crc32.Append(0, first), second) == Crc32.Append(0, [.. first, .. second])).QuickCheckThrowOnFailure();
}
