using SmolVM.Guests;
using SmolVM.Processes;

namespace SmolVM.Images.Debian;

/// <summary>Boots a machine over an image, runs a command in it, and unpacks the root that it leaves.</summary>
/// <param name="root">The image.</param>
/// <param name="command">What changes it.</param>
/// <param name="take">Gets a tar of the whole root.</param>
/// <param name="progress">Gets what the command says.</param>
/// <param name="cancellationToken">Ends it.</param>
internal delegate Task ChangeRoot(
    RootImage root, GuestCommand command, Func<Stream, CancellationToken, Task> take, IProgress<string>? progress,
    CancellationToken cancellationToken);

/// <summary>
/// Makes the <c>debian</c> image: packages of the host's distribution, unpacked here without root rights and configured in a machine.
/// </summary>
internal sealed class DebianImage(SmolCache cache, ICommandRunner runner, DistributionPackages distribution, ChangeRoot change)
{
    /// <summary>Downloading, unpacking, configuring and writing it, on a slow host.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(30);

    const string What = "the debian image";

    // Part of every key: a change of what is built from the same packages counts it up.
    const string Format = "1";

    // Packages, both trees, both images and the tar, with room to spare.
    const long Needed = 1200L << 20;

    public Task<string> GetAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var settings = AptSettings.Read("/", distribution.Sources);
        var request = ContentHash.Of([What, Format, distribution.Key, settings.Key, .. distribution.System, .. Configuration.Command.Argv]);
        return cache.GetOrResolveAsync(
            ImageArea.Name, request, What, token => ResolveAsync(settings, progress, token), progress, cancellationToken);
    }

    public static IReadOnlyList<string> TarArgv(string tree) =>
    [
        "tar", "--extract", "--file=-", "--numeric-owner", "--same-owner", "--same-permissions", $"--directory={tree}",
    ];

    async Task<CacheEntry> ResolveAsync(AptSettings settings, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        progress?.Report($"Preparing {What} from packages of {distribution.Name} (once).");
        var download = new PackageDownload(cache, runner, distribution);
        var packages = await download.ResolveWithDependenciesAsync(distribution.System, progress, cancellationToken);
        var key = ContentHash.Of([What, Format, settings.Key, .. Configuration.Command.Argv, .. packages.Select(package => package.FileName)]);
        return new CacheEntry(
            ImageArea.Name, key, What, (directory, token) => BuildAsync(directory, packages, settings, download, progress, token));
    }

    async Task BuildAsync(
        string directory, IReadOnlyList<PackageFile> packages, AptSettings settings, PackageDownload download, IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        cache.RequireSpace(Needed, $"Preparing {What}");
        var work = Path.Combine(directory, "work");
        await download.DownloadAsync(packages, work, progress, cancellationToken);
        await using (var fakeroot = await Fakeroot.StartAsync(runner, cancellationToken))
        {
            var unpacked = Path.Combine(work, "unpacked");
            progress?.Report($"Unpacking the packages of {What}.");
            await new PackageDatabase(unpacked, fakeroot.Command, runner)
                .UnpackAsync([.. packages.Select(package => Path.Combine(work, package.FileName))], work, cancellationToken);
            settings.Write(unpacked);
            var first = await ImageAsync(fakeroot, unpacked, Path.Combine(work, Erofs.FileName), cancellationToken);
            var configured = Path.Combine(work, "configured");
            Modes.CreateFolder(configured);
            progress?.Report($"Configuring the packages of {What} in a machine.");
            await change(
                new RootImage(RootKind.Erofs, first, Path.GetFileName(directory), new Dictionary<string, string>()), Configuration.Command,
                (tar, token) => UnpackAsync(fakeroot, tar, configured, token), progress, cancellationToken);
            progress?.Report($"Writing {What}.");
            await ImageAsync(fakeroot, configured, Path.Combine(directory, Erofs.FileName), cancellationToken);
        }
        Directory.Delete(work, recursive: true);
    }

    async Task UnpackAsync(Fakeroot fakeroot, Stream tar, string tree, CancellationToken cancellationToken)
    {
        var unpack = fakeroot.Command(TarArgv(tree)) with { Input = (stream, token) => tar.CopyToAsync(stream, token) };
        (await runner.RunAsync(unpack, cancellationToken)).EnsureSuccess();
    }

    async Task<string> ImageAsync(Fakeroot fakeroot, string tree, string image, CancellationToken cancellationToken)
    {
        (await runner.RunAsync(fakeroot.Command(Erofs.Argv(image, tree)), cancellationToken)).EnsureSuccess();
        return image;
    }
}
