using System.Runtime.Versioning;
using SmolVM.Errors;
using SmolVM.Guests;

namespace SmolVM.Tests.Guests;

[UnsupportedOSPlatform("windows")]
public sealed class GuestFilesTests : IDisposable
{
    const UnixFileMode Executable = (UnixFileMode)0b111_101_101;
    const UnixFileMode ReadOnlyDirectory = (UnixFileMode)0b101_101_101;

    readonly TemporaryDirectory host = new();
    readonly TemporaryDirectory guest = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The guest's own programs, and those of the busybox that kit machines bring.</summary>
    public static TheoryData<string> Tools => new("", "busybox");

    static GuestFiles Files(string tools) => new(new LocalChannel(), tools.Length == 0 ? [] : [tools]);

    public void Dispose()
    {
        host.Dispose();
        guest.Dispose();
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Tools))]
    public async Task A_tree_comes_back_as_it_went(string tools)
    {
        var longName = new string('n', 200);
        host.Write("tree/run.sh", "#!/bin/sh\n");
        File.SetUnixFileMode(host["tree/run.sh"], Executable);
        host.Write("tree/.hidden/a b,c:d'e\"f\\g\nh ü €", "odd");
        host.Write($"tree/{longName}/{longName}", "long");
        host.Make("tree/empty");
        host.Write("tree/sealed/file", "in a directory that cannot be written");
        File.SetUnixFileMode(host["tree/sealed"], ReadOnlyDirectory);
        File.CreateSymbolicLink(host["tree/link"], "run.sh");
        File.CreateSymbolicLink(host["tree/dangling"], "/no/such/file " + longName);
        Directory.CreateSymbolicLink(host["tree/to-directory"], ".hidden");
        File.SetLastWriteTimeUtc(host["tree/run.sh"], new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        var expected = Listing(host["tree"]);

        await Files(tools).CopyInAsync(host["tree"], guest["new/parents/tree"], Token);
        await Files(tools).CopyOutAsync(guest["new/parents/tree"], host["back/tree"], Token);

        Assert.Equal(expected, Listing(guest["new/parents/tree"]));
        Assert.Equal(expected, Listing(host["back/tree"]));
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Tools))]
    public async Task A_single_file_gets_the_full_path_that_is_named(string tools)
    {
        File.SetUnixFileMode(host.Write("from", "content"), Executable);

        await Files(tools).CopyInAsync(host["from"], guest["-x/it's here"], Token);
        await Files(tools).CopyOutAsync(guest["-x/it's here"], host["back/to"], Token);

        Assert.Equal("content", await File.ReadAllTextAsync(guest["-x/it's here"], Token));
        Assert.Equal(Executable, File.GetUnixFileMode(guest["-x/it's here"]));
        Assert.Equal("content", await File.ReadAllTextAsync(host["back/to"], Token));
        Assert.Equal(Executable, File.GetUnixFileMode(host["back/to"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_link_that_is_named_itself_is_followed_both_ways()
    {
        host.Write("file", "content");
        File.CreateSymbolicLink(host["link"], "file");

        await Files("").CopyInAsync(host["link"], guest["in"], Token);
        File.CreateSymbolicLink(guest["out"], "in");
        await Files("").CopyOutAsync(guest["out"], host["back"], Token);

        Assert.Equal((null, "content"), (new FileInfo(guest["in"]).LinkTarget, await File.ReadAllTextAsync(guest["in"], Token)));
        Assert.Equal((null, "content"), (new FileInfo(host["back"]).LinkTarget, await File.ReadAllTextAsync(host["back"], Token)));
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Tools))]
    public async Task A_copy_into_a_directory_that_exists_adds_to_it_and_leaves_its_mode(string tools)
    {
        host.Write("tree/new", "new");
        guest.Write("tree/old", "old");
        File.SetUnixFileMode(guest["tree"], Executable | UnixFileMode.StickyBit);

        await Files(tools).CopyInAsync(host["tree"], guest["tree"], Token);

        Assert.Equal(["new", "old"], Directory.GetFiles(guest["tree"]).Select(Path.GetFileName).Order());
        Assert.Equal(Executable | UnixFileMode.StickyBit, File.GetUnixFileMode(guest["tree"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_hard_link_in_the_guest_comes_out_as_a_file()
    {
        guest.Write("tree/a", "shared");
        using (var ln = System.Diagnostics.Process.Start("ln", [guest["tree/a"], guest["tree/b"]]))
            await ln.WaitForExitAsync(Token);

        await Files("").CopyOutAsync(guest["tree"], host["tree"], Token);

        Assert.Equal("shared", await File.ReadAllTextAsync(host["tree/a"], Token));
        Assert.Equal("shared", await File.ReadAllTextAsync(host["tree/b"], Token));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_copy_of_what_does_not_exist_names_it_and_makes_nothing()
    {
        var inward = await Assert.ThrowsAsync<SmolVmException>(() => Files("").CopyInAsync(host["none"], guest["x"], Token));
        var outward = await Assert.ThrowsAsync<GuestExecException>(() => Files("").CopyOutAsync(guest["none"], host["y/z"], Token));

        Assert.Contains(host["none"], inward.Message);
        Assert.Contains("No such file or directory", outward.Message);
        Assert.Empty(Directory.GetFileSystemEntries(guest.Path));
        Assert.Empty(Directory.GetFileSystemEntries(host.Path));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_does_not_replace_a_directory_of_the_guest()
    {
        host.Write("file", "x");
        guest.Make("taken");

        var copied = await Assert.ThrowsAsync<GuestExecException>(() => Files("").CopyInAsync(host["file"], guest["taken"], Token));
        var written = await Assert.ThrowsAsync<GuestExecException>(() => Files("").WriteAsync(guest["taken"], new byte[1], Token));

        Assert.Contains("Is a directory", copied.Message);
        Assert.Contains("Is a directory", written.Message);
        Assert.Empty(Directory.GetFileSystemEntries(guest["taken"]));
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Tools))]
    public async Task A_written_file_is_read_back_to_the_byte(string tools)
    {
        var content = new byte[3_000_000];
        new Random(1).NextBytes(content);

        await Files(tools).WriteAsync(guest["a/b/it's\n ü"], content, Token);

        Assert.Equal(content, await Files(tools).ReadAsync(guest["a/b/it's\n ü"], Token));
        Assert.Single(Directory.GetFileSystemEntries(guest["a/b"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_empty_file_is_written_and_read()
    {
        await Files("").WriteAsync(guest["empty"], ReadOnlyMemory<byte>.Empty, Token);

        Assert.Empty(await Files("").ReadAsync(guest["empty"], Token));
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Tools))]
    public async Task A_file_that_is_written_again_keeps_its_mode(string tools)
    {
        File.SetUnixFileMode(guest.Write("script", "old"), Executable);

        await Files(tools).WriteAsync(guest["script"], "new"u8.ToArray(), Token);

        Assert.Equal("new", await File.ReadAllTextAsync(guest["script"], Token));
        Assert.Equal(Executable, File.GetUnixFileMode(guest["script"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_write_whose_input_ends_early_changes_nothing()
    {
        guest.Write("kept", "old");
        var command = new GuestCommand(
            "/bin/sh", "-c", GuestScripts.Write, "sh", guest["kept"], guest.Path, guest["temporary"], "100");

        var result = await new LocalChannel().ExecAsync(command, "too short", Token);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("old", await File.ReadAllTextAsync(guest["kept"], Token));
        Assert.Single(Directory.GetFileSystemEntries(guest.Path));
    }

    [Fact(Timeout = 60_000)]
    public async Task Reading_what_is_not_there_says_so()
    {
        var error = await Assert.ThrowsAsync<GuestExecException>(() => Files("").ReadAsync(guest["none"], Token));

        Assert.Contains("No such file or directory", error.Message);
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("")]
    [InlineData("/a\0b")]
    public async Task A_guest_path_must_be_absolute(string path)
    {
        var error = await Assert.ThrowsAsync<SmolVmException>(() => Files("").ReadAsync(path, Token));

        Assert.Equal(ErrorCodes.Option, error.Code);
        Assert.Contains("absolute path", error.Message);
    }

    static string[] Listing(string root) =>
        [.. Directory.EnumerateFileSystemEntries(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Where(path => !path.StartsWith(Path.Combine(root, "to-directory") + "/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => Describe(root, path))];

    static string Describe(string root, string path)
    {
        var info = new FileInfo(path);
        var name = Path.GetRelativePath(root, path);
        return info.LinkTarget is { } target ? $"{name} -> {target}"
            : Directory.Exists(path) ? $"{name}/ {info.UnixFileMode}"
            : $"{name} {info.UnixFileMode} {info.LastWriteTimeUtc:s} {File.ReadAllText(path)}";
    }
}
