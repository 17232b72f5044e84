using SmolVM.Errors;
using SmolVM.Images;

namespace SmolVM.Tests.Images;

public sealed class PackageDownloadTests : IDisposable
{
    const int Limit = 60_000;

    static readonly DistributionPackages Distribution = new("test-1", "linux-image-test", ["linux-image-", "linux-modules-"], [], []);

    readonly TemporaryDirectory _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Limit)]
    public async Task Packages_are_found_and_downloaded_although_another_source_fails()
    {
        await ServeAsync(("tool", "", TestPackage.Make("tool")));
        var download = Download(Sources($"deb [trusted=yes] file:{_folder["none"]} ./", Repository));

        var found = await download.ResolveAsync(["tool"], null, Token);
        await download.DownloadAsync(found, _folder["debs"], null, Token);

        Assert.Equal(["tool_1_amd64.deb"], found.Select(file => file.FileName));
        Assert.Equal(TestPackage.Make("tool").Length, new FileInfo(_folder["debs/tool_1_amd64.deb"]).Length);
    }

    [Fact(Timeout = Limit)]
    public async Task The_newest_kernel_is_found_through_its_meta_package()
    {
        await ServeAsync(
            ("linux-image-test", "linux-image-6.1.0-1-test (= 1)", TestPackage.Make("linux-image-test")),
            ("linux-image-6.1.0-1-test", "", TestPackage.Make("linux-image-6.1.0-1-test")),
            ("linux-modules-6.1.0-1-test", "", TestPackage.Make("linux-modules-6.1.0-1-test")),
            ("tool", "", TestPackage.Make("tool")));

        var found = await Download(Sources(Repository)).ResolveKernelAsync(["tool"], null, Token);

        Assert.Equal(["linux-image-6.1.0-1-test", "linux-modules-6.1.0-1-test", "tool"], found.Select(file => file.Name));
    }

    [Fact(Timeout = Limit)]
    public async Task A_package_that_no_source_has_is_named_with_the_way_out()
    {
        await ServeAsync(("tool", "", TestPackage.Make("tool")));

        var refused = await Assert.ThrowsAsync<ImageException>(
            () => Download(Sources(Repository)).ResolveAsync(["tool", "no-such-tool"], null, Token));

        Assert.Contains("Unable to locate package no-such-tool", refused.Message);
        Assert.Contains("SMOLVM_CACHE", refused.Message);
    }

    [Fact(Timeout = Limit)]
    public async Task Without_a_network_the_failed_fetch_is_named()
    {
        var dead = Sources("deb [trusted=yes] http://127.0.0.1:9/debian ./");

        var refused = await Assert.ThrowsAsync<ImageException>(() => Download(dead).ResolveAsync(["tool"], null, Token));

        Assert.Contains("http://127.0.0.1:9/debian", refused.Message);
        Assert.Contains("Check the network", refused.Message);
    }

    [Fact(Timeout = Limit)]
    public async Task Fresh_lists_are_read_once_and_again_when_they_turn_out_old()
    {
        await ServeAsync(("tool", "", TestPackage.Make("tool")));
        var apt = new LocalApt(Sources(Repository));
        var download = Download(apt);
        await download.ResolveAsync(["tool"], null, Token);
        await download.ResolveAsync(["tool"], null, Token);
        await ServeAsync(("newer", "", TestPackage.Make("newer")));

        var found = await download.ResolveAsync(["newer"], null, Token);

        Assert.Equal(["newer"], found.Select(file => file.Name));
        Assert.Equal(2, apt.Ran.Count(argv => argv[^1] == "update"));
    }

    string Repository => $"deb [trusted=yes] file:{_folder["repository"]} ./";

    Task ServeAsync(params (string Name, string Dependencies, byte[] Package)[] packages) =>
        TestPackage.WriteRepositoryAsync(_folder["repository"], packages);

    string Sources(params string[] lines)
    {
        var file = _folder["sources.list"];
        File.WriteAllLines(file, lines);
        return file;
    }

    [Fact(Timeout = Limit)]
    public async Task A_full_disk_is_named_and_not_taken_for_a_network_that_fails()
    {
        await ServeAsync(("tool", "", TestPackage.Make("tool")));
        var cache = new SmolCache(_folder["cache"], _ => 60 << 20);

        var refused = await Assert.ThrowsAsync<SmolVmException>(
            () => new PackageDownload(cache, new LocalApt(Sources(Repository)), Distribution).ResolveAsync(["tool"], null, Token));

        Assert.Equal(ErrorCodes.NoSpace, refused.Code);
        Assert.StartsWith("Reading the package lists of test-1 needs 256 MiB", refused.Message, StringComparison.Ordinal);
    }

    PackageDownload Download(string sources) => Download(new LocalApt(sources));

    PackageDownload Download(LocalApt apt) => new(new SmolCache(_folder["cache"]), apt, Distribution);
}
