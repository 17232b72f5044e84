using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>Makes the <c>base</c> image from packages, without root rights, with the owners and modes that the packages say.</summary>
internal sealed class BaseImage(SmolCache cache, ICommandRunner runner, DistributionPackages distribution)
{
    const string What = "the base image";

    // Part of every key: a change of what is built from the same packages counts it up.
    const string Format = "1";

    // Packages, tree and image together, with room to spare.
    const long Needed = 400L << 20;

    public Task<string> GetAsync(IProgress<string>? progress, CancellationToken cancellationToken) =>
        cache.GetOrResolveAsync(
            ImageArea.Name, ContentHash.Of(Format, distribution.Key), What, token => ResolveAsync(progress, token), progress,
            cancellationToken);

    async Task<CacheEntry> ResolveAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        progress?.Report($"Preparing {What} from packages of {distribution.Name} (once).");
        var download = new PackageDownload(cache, runner, distribution);
        var packages = await download.ResolveAsync(distribution.Base, progress, cancellationToken);
        var key = ContentHash.Of([What, Format, .. packages.Select(package => package.FileName)]);
        return new CacheEntry(ImageArea.Name, key, What, (directory, token) => BuildAsync(directory, packages, download, progress, token));
    }

    async Task BuildAsync(
        string directory, IReadOnlyList<PackageFile> packages, PackageDownload download, IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        cache.RequireSpace(Needed, "Preparing the base image");
        var work = Path.Combine(directory, "work");
        var tree = Path.Combine(work, "tree");
        await download.DownloadAsync(packages, work, progress, cancellationToken);
        progress?.Report("Unpacking the packages of the base image.");
        await using (var fakeroot = await Fakeroot.StartAsync(runner, cancellationToken))
        {
            var debs = packages.Select(package => Path.Combine(work, package.FileName)).ToList();
            await PackageTree.UnpackAsync(debs, tree, fakeroot.Command, runner, cancellationToken);
            await CompleteAsync(tree, cancellationToken);
            progress?.Report("Writing the base image.");
            var make = fakeroot.Command(Erofs.ReproducibleArgv(Path.Combine(directory, Erofs.FileName), tree));
            (await runner.RunAsync(make, cancellationToken)).EnsureSuccess();
        }
        Directory.Delete(work, recursive: true);
    }

    // What this process makes belongs to root: fakeroot takes every file for root's that it knows nothing else of.
    async Task CompleteAsync(string tree, CancellationToken cancellationToken)
    {
        foreach (var file in BaseLayout.Of(distribution))
            Write(tree, file);
        var certificates = Directory
            .EnumerateFiles(Path.Combine(tree, "usr/share/ca-certificates"), "*.crt", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal);
        Write(tree, BaseLayout.Bundle(certificates.Select(File.ReadAllText)));
        var applets = (await runner.RunAsync(new Command(AppletsArgv(tree)), cancellationToken)).EnsureSuccess();
        foreach (var link in BaseLayout.Applets(applets.StandardOutput, path => Exists(Path.Combine(tree, path))))
            Write(tree, link);
    }

    public static IReadOnlyList<string> AppletsArgv(string tree) => [Path.Combine(tree, "usr/bin/busybox"), "--list-full"];

    static void Write(string tree, BaseFile file)
    {
        var path = Path.Combine(tree, file.Path);
        if (file.Target is not null)
        {
            File.Delete(path);
            File.CreateSymbolicLink(path, file.Target);
            return;
        }
        if (file.Text is not null)
            File.WriteAllText(path, file.Text);
        else
            Directory.CreateDirectory(path);
        Modes.Set(path, file.Mode);
    }

    // A link of the tree may dangle on the host.
    static bool Exists(string path) => new FileInfo(path) is { Exists: true } or { LinkTarget: not null };
}
