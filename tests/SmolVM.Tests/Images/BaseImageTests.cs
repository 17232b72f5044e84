using System.Runtime.Versioning;
using SmolVM.Images;
using SmolVM.Tests.Processes;

namespace SmolVM.Tests.Images;

[SupportedOSPlatform("linux")]
public sealed class BaseImageTests : IDisposable
{
    const int Limit = 60_000;
    const UnixFileMode Program = Modes.Folder;

    static readonly DistributionPackages Distribution =
        new("test-1", "linux-image-test", ["linux-image-"], [], ["busybox-static", "ca-certificates", "tool"]);

    readonly TemporaryDirectory _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Limit)]
    public async Task Owners_and_modes_are_those_of_the_packages()
    {
        var image = (await Images(await ServeAsync()).GetAsync("base", null, Token)).Path;

        await ErofsContent.ExtractAsync(image, _folder["seen"]);
        Assert.Equal(Program | UnixFileMode.SetUser, File.GetUnixFileMode(_folder["seen/usr/bin/tool"]));
        Assert.Equal("0:0", await ErofsContent.OwnerAsync(image, "/usr/bin/tool"));
        Assert.Equal(Program | UnixFileMode.SetGroup, File.GetUnixFileMode(_folder["seen/usr/bin/wall"]));
        Assert.Equal("0:5", await ErofsContent.OwnerAsync(image, "/usr/bin/wall"));
        Assert.Equal("33:34", await ErofsContent.OwnerAsync(image, "/var/lib/state"));
    }

    [Fact(Timeout = Limit)]
    public async Task Directories_outside_usr_are_links_into_it_and_ours_belong_to_root()
    {
        var image = (await Images(await ServeAsync()).GetAsync("base", null, Token)).Path;

        await ErofsContent.ExtractAsync(image, _folder["seen"]);
        Assert.Equal(
            ["usr/bin", "usr/sbin", "usr/lib", "usr/lib64"],
            new[] { "bin", "sbin", "lib", "lib64" }.Select(name => new FileInfo(_folder[$"seen/{name}"]).LinkTarget));
        Assert.Equal("0:0", await ErofsContent.OwnerAsync(image, "/etc/passwd"));
        Assert.Equal(
            Program | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.StickyBit,
            File.GetUnixFileMode(_folder["seen/tmp"]));
        Assert.Equal("/usr/bin/busybox", new FileInfo(_folder["seen/usr/sbin/ip"]).LinkTarget);
        Assert.Null(new FileInfo(_folder["seen/usr/bin/tool"]).LinkTarget);
        Assert.Equal("ONE\nTWO\n", await File.ReadAllTextAsync(_folder["seen/etc/ssl/certs/ca-certificates.crt"], Token));
    }

    [Fact(Timeout = Limit)]
    public async Task The_same_packages_make_the_same_bytes()
    {
        var apt = await ServeAsync();

        var first = await Images(apt, "one").GetAsync("base", null, Token);
        var second = await Images(apt, "two").GetAsync("base", null, Token);

        Assert.Equal(first.Key, second.Key);
        Assert.Equal(await ContentHash.OfFileAsync(first.Path, Token), await ContentHash.OfFileAsync(second.Path, Token));
    }

    [Fact(Timeout = Limit)]
    public async Task A_filled_cache_runs_no_program_at_all()
    {
        var apt = await ServeAsync();
        var first = await Images(apt).GetAsync("base", null, Token);
        var ran = apt.Ran.Count;
        var lines = new Lines();

        var second = await Images(apt).GetAsync("base", lines, Token);

        Assert.Equal(first.Path, second.Path);
        Assert.Equal(ran, apt.Ran.Count);
        Assert.Empty(lines.All);
    }

    [Fact(Timeout = Limit)]
    public async Task Only_the_image_is_kept_with_its_name_and_its_use()
    {
        var image = await Images(await ServeAsync()).GetAsync("base", null, Token);

        var entry = Path.GetDirectoryName(image.Path)!;
        Assert.Equal(
            ["image.json", "root.erofs", "use"], Directory.GetFileSystemEntries(entry).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(new ImageRecord("base", "base"), ImageRecord.Read(entry));
    }

    [Fact(Timeout = Limit)]
    public async Task Each_step_that_takes_long_is_told()
    {
        var lines = new Lines();

        await Images(await ServeAsync()).GetAsync("base", lines, Token);

        Assert.Equal(
            [
                "Preparing the base image from packages of test-1 (once).", "Reading the package lists of test-1.",
                "Downloading 3 packages of test-1, 0 MiB.", "Unpacking the packages of the base image.", "Writing the base image.",
            ],
            lines.All);
    }

    [Fact(Timeout = Limit)]
    public async Task A_cancelled_preparation_leaves_no_process_and_no_half_image()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var apt = await ServeAsync();
        var faked = 0;
        var cancelled = Images(apt).GetAsync(
            "base",
            new Reaction("Writing the base image.", () =>
            {
                faked = apt.Started.Single();
                cancel.Cancel();
            }),
            cancel.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        await Ended.SoonAsync(faked);
        Assert.Empty(Directory.GetDirectories(_folder["cache/images"]));
    }

    async Task<LocalApt> ServeAsync()
    {
        await TestPackage.WriteRepositoryAsync(
            _folder["repository"],
            ("busybox-static", "", TestPackage.Make(
                "busybox-static", TestPackage.Directory("./"), TestPackage.Directory("./bin/"),
                TestPackage.File("./bin/busybox", Program, "#!/bin/sh\necho bin/busybox\necho sbin/ip\necho bin/tool\n"u8.ToArray()))),
            ("ca-certificates", "", TestPackage.Make(
                "ca-certificates", TestPackage.Directory("./usr/share/ca-certificates/"),
                TestPackage.Directory("./usr/share/ca-certificates/mozilla/"),
                TestPackage.File("./usr/share/ca-certificates/mozilla/b.crt", Program, "TWO\n"u8.ToArray()),
                TestPackage.File("./usr/share/ca-certificates/mozilla/a.crt", Program, "ONE\n\n"u8.ToArray()))),
            ("tool", "", TestPackage.Make(
                "tool", TestPackage.Directory("./bin/"), TestPackage.Directory("./usr/"), TestPackage.Directory("./usr/bin/"),
                TestPackage.Directory("./var/"), TestPackage.Directory("./var/lib/"),
                TestPackage.File("./bin/tool", Program | UnixFileMode.SetUser, "tool"u8.ToArray()),
                TestPackage.File("./usr/bin/wall", Program | UnixFileMode.SetGroup, "wall"u8.ToArray(), group: 5),
                TestPackage.File("./var/lib/state", Program, "state"u8.ToArray(), user: 33, group: 34))));
        await File.WriteAllTextAsync(_folder["sources.list"], $"deb [trusted=yes] file:{_folder["repository"]} ./\n", Token);
        return new LocalApt(_folder["sources.list"]);
    }

    RootImages Images(LocalApt apt, string cache = "cache") => new(new SmolCache(_folder[cache]), apt, () => Distribution, NoMachine.ChangeAsync);

    sealed class Reaction(string line, Action action) : IProgress<string>
    {
        public void Report(string value)
        {
            if (value == line)
                action();
        }
    }
}
