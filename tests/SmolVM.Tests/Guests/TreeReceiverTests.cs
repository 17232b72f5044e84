using System.Formats.Tar;
using System.Runtime.Versioning;
using SmolVM.Guests;

namespace SmolVM.Tests.Guests;

[UnsupportedOSPlatform("windows")]
public sealed class TreeReceiverTests : IDisposable
{
    readonly TemporaryDirectory directory = new();

    string Target => directory["target"];

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("../evil", "'..'")]
    [InlineData("a/../../evil", "'..'")]
    [InlineData("/tmp/evil", "absolute path")]
    public async Task A_name_that_leads_outside_is_refused(string name, string reason)
    {
        var error = await Assert.ThrowsAsync<GuestExecException>(() => Receive(Top(), RegularFile(name)));

        Assert.Contains(name, error.Message);
        Assert.Contains(reason, error.Message);
        AssertNothingOutside();
    }

    [Fact]
    public async Task A_file_below_a_link_of_the_archive_is_refused()
    {
        var error = await Assert.ThrowsAsync<GuestExecException>(() => Receive(Top(), Link("out", ".."), RegularFile("out/evil")));

        Assert.Contains("leads through the symbolic link", error.Message);
        AssertNothingOutside();
    }

    [Fact]
    public async Task A_directory_over_a_link_of_the_archive_replaces_the_link()
    {
        await Receive(Top(), Link("out", ".."), Directory("out"), RegularFile("out/file"));

        Assert.True(File.Exists(Path.Combine(Target, "out", "file")));
        AssertNothingOutside();
    }

    [Fact]
    public async Task A_file_below_a_link_that_was_there_before_is_refused()
    {
        System.IO.Directory.CreateDirectory(Target);
        System.IO.Directory.CreateSymbolicLink(Path.Combine(Target, "out"), directory.Path);

        await Assert.ThrowsAsync<GuestExecException>(() => Receive(Top(), RegularFile("out/evil")));

        AssertNothingOutside();
    }

    [Fact]
    public async Task A_file_in_the_place_of_a_link_replaces_the_link_and_leaves_what_it_names()
    {
        var victim = directory.Write("victim", "safe");
        System.IO.Directory.CreateDirectory(Target);
        File.CreateSymbolicLink(Path.Combine(Target, "file"), victim);

        await Receive(Top(), RegularFile("file"));

        Assert.Equal("safe", await File.ReadAllTextAsync(victim, TestContext.Current.CancellationToken));
        Assert.Null(new FileInfo(Path.Combine(Target, "file")).LinkTarget);
    }

    [Theory]
    [InlineData("../victim")]
    [InlineData("/etc/passwd")]
    [InlineData("out/victim")]
    [InlineData("not-sent")]
    public async Task A_hard_link_to_what_was_not_sent_is_refused(string target)
    {
        directory.Write("victim", "secret");

        await Assert.ThrowsAsync<GuestExecException>(
            () => Receive(Top(), Link("out", ".."), new GnuTarEntry(TarEntryType.HardLink, "./stolen") { LinkName = target }));

        Assert.False(File.Exists(Path.Combine(Target, "stolen")));
    }

    [Fact]
    public async Task A_hard_link_to_a_link_is_refused()
    {
        var victim = directory.Write("victim", "secret");

        await Assert.ThrowsAsync<GuestExecException>(
            () => Receive(Top(), Link("a", victim), new GnuTarEntry(TarEntryType.HardLink, "./stolen") { LinkName = "./a" }));

        Assert.False(File.Exists(Path.Combine(Target, "stolen")));
    }

    [Fact]
    public async Task A_single_file_is_one_file_and_no_more()
    {
        var error = await Assert.ThrowsAsync<GuestExecException>(() => Receive(RegularFile("./name"), RegularFile("./other")));

        Assert.Contains("comes after a single file", error.Message);
        Assert.Equal([Target], System.IO.Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task Bits_that_give_other_peoples_rights_are_left_out()
    {
        var file = RegularFile("./tool");
        file.Mode = (UnixFileMode)0b111_111_101_101;

        await Receive(Top(), file);

        Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(Path.Combine(Target, "tool")));
    }

    [Fact]
    public async Task Devices_and_pipes_are_left_out()
    {
        await Receive(
            Top(),
            new GnuTarEntry(TarEntryType.Fifo, "./pipe"),
            new GnuTarEntry(TarEntryType.CharacterDevice, "./null"),
            RegularFile("./file"));

        Assert.Equal([Path.Combine(Target, "file")], System.IO.Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public async Task A_truncated_archive_is_no_success_and_leaves_no_half_file()
    {
        var archive = await Archive(Top(), RegularFile("./file", 5000));
        archive.SetLength(2000);

        await Assert.ThrowsAnyAsync<IOException>(() => Receive(archive));

        Assert.Empty(System.IO.Directory.GetFileSystemEntries(Target));
    }

    static GnuTarEntry Top() => Directory(".");

    static GnuTarEntry Directory(string name) => new(TarEntryType.Directory, name) { Mode = (UnixFileMode)0b111_101_101 };

    static GnuTarEntry Link(string name, string target) => new(TarEntryType.SymbolicLink, name) { LinkName = target };

    static GnuTarEntry RegularFile(string name, int length = 4) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(new byte[length]) };

    static async Task<MemoryStream> Archive(params TarEntry[] entries)
    {
        var archive = new MemoryStream();
        await using (var writer = new TarWriter(archive, TarEntryFormat.Gnu, leaveOpen: true))
            foreach (var entry in entries)
                await writer.WriteEntryAsync(entry);
        archive.Position = 0;
        return archive;
    }

    async Task Receive(params TarEntry[] entries) => await Receive(await Archive(entries));

    Task Receive(Stream archive) => new TreeReceiver("/guest", Target).ReceiveAsync(archive, TestContext.Current.CancellationToken);

    void AssertNothingOutside() => Assert.Equal([Target], System.IO.Directory.GetFileSystemEntries(directory.Path));
}
