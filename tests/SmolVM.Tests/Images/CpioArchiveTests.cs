using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SmolVM.Images;
using SmolVM.Processes;
using SmolVM.Tests.Processes;

namespace SmolVM.Tests.Images;

public sealed class CpioArchiveTests
{
    const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    static readonly CpioEntry[] Small =
    [
        CpioEntry.Directory("dev", Plain | UnixFileMode.UserExecute),
        CpioEntry.CharacterDevice("dev/console", UnixFileMode.UserRead | UnixFileMode.UserWrite, 5, 1),
        CpioEntry.File("init", Plain | UnixFileMode.UserExecute | UnixFileMode.SetUser, "hello"u8.ToArray()),
        CpioEntry.Link("bin/enter", "/init"),
        CpioEntry.File("empty", Plain, default),
    ];

    [Fact]
    public async Task The_bytes() => await Verify(Encoding.Latin1.GetString(await WriteAsync(Small)).Replace('\0', '.'));

    [Fact]
    public void What_is_written_is_read_back() =>
        Prop.ForAll(Entries(), entries => Same(entries, CpioReader.Read(WriteAsync(entries).GetAwaiter().GetResult())))
            .QuickCheckThrowOnFailure();

    [Fact(Timeout = 30_000)]
    public async Task Another_cpio_reads_it()
    {
        Assert.SkipWhen(Program() is null, "neither cpio nor busybox is installed here");
        var archive = await WriteAsync(Small);
        var command = new Command([.. Program()!, "-tv"]) { Input = (stream, token) => stream.WriteAsync(archive, token).AsTask() };

        var listed = (await Sh.Runner.RunAsync(command, TestContext.Current.CancellationToken)).EnsureSuccess();

        Assert.Contains("drwxr--r--", listed.StandardOutput);
        Assert.Contains("crw-------", listed.StandardOutput);
        Assert.Contains("-rwsr--r--", listed.StandardOutput);
        Assert.Contains("bin/enter -> /init", listed.StandardOutput);
    }

    static string[]? Program() =>
        new string[][] { ["/usr/bin/cpio"], ["/usr/bin/busybox", "cpio"] }.FirstOrDefault(argv => File.Exists(argv[0]));

    static bool Same(CpioEntry[] expected, IReadOnlyList<CpioEntry> actual) =>
        expected.Length == actual.Count && expected.Zip(actual).All(pair =>
            pair.First with { Content = default } == pair.Second with { Content = default }
            && pair.First.Content.Span.SequenceEqual(pair.Second.Content.Span));

    static Arbitrary<CpioEntry[]> Entries()
    {
        var names = ArbMap.Default.GeneratorFor<NonEmptyString>().Select(text => text.Get.Replace('\0', '_')).Where(IsText);
        var entry =
            from name in names
            from mode in Gen.Choose(0, 0xffff)
            from content in ArbMap.Default.GeneratorFor<byte[]>()
            from major in Gen.Choose(0, 4095)
            from minor in Gen.Choose(0, 1 << 20)
            select new CpioEntry(name, (uint)mode, content, (uint)major, (uint)minor);
        return entry.ArrayOf().ToArbitrary();
    }

    // A lone surrogate has no bytes to read back.
    static bool IsText(string name) => name != "TRAILER!!!" && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)) == name;

    static async Task<byte[]> WriteAsync(IEnumerable<CpioEntry> entries)
    {
        using var bytes = new MemoryStream();
        await CpioArchive.WriteAsync(bytes, entries, CancellationToken.None);
        return bytes.ToArray();
    }
}
