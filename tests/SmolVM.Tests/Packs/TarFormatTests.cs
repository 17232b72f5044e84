using System.Formats.Tar;
using FsCheck;
using FsCheck.Fluent;
using SmolVM.Packs.Tar;

namespace SmolVM.Tests.Packs;

public sealed class TarFormatTests
{
    [Fact]
    public void Numbers_of_any_size_survive() =>
        Prop.ForAll<long>(value =>
        {
            var field = new byte[12];
            TarNumber.Write(field, value);
            return TarNumber.Read(field) == value;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0000644\0", 420)]
    [InlineData("   644 \0", 420)]
    [InlineData("\0\0\0\0\0\0\0\0", 0)]
    [InlineData("77777777", 16777215)]
    [InlineData("\u0080\0\0\0\0\0\u0001\0", 256)]
    [InlineData("\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", -1)]
    public void Numbers_are_read_in_all_their_forms(string field, long value) =>
        Assert.Equal(value, TarNumber.Read(TarName.ToBytes(field)));

    [Theory]
    [InlineData("0000648\0")]
    [InlineData("64 4\0\0\0\0")]
    [InlineData("-000644\0")]
    [InlineData("\u00800000000\u0001\0\0\0")]
    public void Other_fields_are_not_numbers(string field) =>
        Assert.Throws<InvalidDataException>(() => TarNumber.Read(TarName.ToBytes(field)));

    [Fact]
    public async Task Headers_are_those_that_the_framework_reads()
    {
        var member = new TarMember(TarKind.SymbolicLink, "d/" + new string('n', 300))
        {
            Target = new string('t', 300),
            Mode = 0b111_101_101,
            UserId = 5_000_000,
            GroupId = 7,
            ModifiedAt = 1_700_000_000,
        };
        await using var reader = new TarReader(new MemoryStream([.. TarHeader.Encode(member), .. new byte[1024]]));

        var entry = Assert.IsType<GnuTarEntry>(await reader.GetNextEntryAsync(cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(
            (TarEntryType.SymbolicLink, member.Name, member.Target, 5_000_000, 7, "", ""),
            (entry.EntryType, entry.Name, entry.LinkName, entry.Uid, entry.Gid, entry.UserName, entry.GroupName));
        Assert.Equal((493, 1_700_000_000L), ((int)entry.Mode, entry.ModificationTime.ToUnixTimeSeconds()));
    }

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public async Task Tars_of_the_framework_are_read_in_all_formats(TarEntryFormat format)
    {
        var token = TestContext.Current.CancellationToken;
        var name = format == TarEntryFormat.V7 ? "d/n" : new string('d', 90) + "/" + new string('n', 90);
        var tar = new MemoryStream();
        await using (var writer = new TarWriter(tar, format, leaveOpen: true))
        {
            var entry = Entry(format, name);
            entry.DataStream = new MemoryStream([1, 2, 3]);
            entry.Uid = 77;
            await writer.WriteEntryAsync(entry, token);
        }
        tar.Position = 0;
        var scanner = new TarScanner(tar);

        var member = await scanner.NextAsync(token);
        var data = new MemoryStream();
        await scanner.CopyDataAsync(member!, data, token);

        Assert.Equal((TarKind.File, name, 77, 3), (member!.Kind, member.Name, member.UserId, member.Size));
        Assert.Equal([1, 2, 3], data.ToArray());
        Assert.Null(await scanner.NextAsync(token));
    }

    [Fact]
    public async Task Long_name_that_is_cut_after_a_slash_is_still_that_of_a_file()
    {
        var name = new string('d', 99) + "/file";
        var scanner = new TarScanner(new RawTar().Extra('L', name + "\0").File(name[..100], "x").Add('\0', "old/").ToStream());

        var file = await scanner.NextAsync(TestContext.Current.CancellationToken);
        var directory = await scanner.NextAsync(TestContext.Current.CancellationToken);

        Assert.Equal((TarKind.File, name, TarKind.Directory), (file!.Kind, file.Name, directory!.Kind));
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("./a", "a")]
    [InlineData("a/", "a")]
    [InlineData("a//b", "a/b")]
    [InlineData("a/./b", "a/b")]
    [InlineData(".hidden", ".hidden")]
    [InlineData("a/.hidden/..b", "a/.hidden/..b")]
    [InlineData(".", "")]
    [InlineData("./", "")]
    [InlineData("", "")]
    public void Names_are_cleaned(string name, string clean) => Assert.Equal(clean, TarName.Clean(name));

    [Theory]
    [InlineData("/a/b", "a/b")]
    [InlineData("//a//b", "a//b")]
    [InlineData("a/b", "a/b")]
    [InlineData("/../a", "../a")]
    [InlineData("/", "/")]
    public void Absolute_names_are_put_below_the_root(string name, string below) => Assert.Equal(below, TarName.BelowRoot(name));

    static TarEntry Entry(TarEntryFormat format, string name) => format switch
    {
        TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, name),
        TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
        TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
        _ => new GnuTarEntry(TarEntryType.RegularFile, name),
    };
}
