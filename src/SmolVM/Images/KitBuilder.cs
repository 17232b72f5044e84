using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>Makes the kit that the qemu engine boots, once for each kernel and agent.</summary>
internal sealed class KitBuilder(SmolCache cache, ICommandRunner runner, byte[] agent, DistributionPackages distribution)
{
    const string What = "the kit";

    // Part of every key: a change of what is built from the same packages counts it up.
    const string Format = "1";

    // The kernel package unpacked in memory, its ELF file and the rest, with room to spare.
    const long Needed = 600L << 20;

    public async Task<Kit> GetAsync(IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var request = ContentHash.Of(Format, distribution.Key, ContentHash.Of(agent));
        var directory = await Preparation.RunAsync(
            What, Preparation.Deadline,
            token => cache.GetOrResolveAsync(Kit.Area, request, What, resolve => ResolveAsync(progress, resolve), progress, token),
            cancellationToken);
        return new KitFiles(directory).Read();
    }

    async Task<CacheEntry> ResolveAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        progress?.Report($"Preparing {What} from packages of {distribution.Name} (once).");
        var download = new PackageDownload(cache, runner, distribution);
        var packages = await download.ResolveKernelAsync(distribution.KitUserland, progress, cancellationToken);
        var key = ContentHash.Of([Format, ContentHash.Of(agent), .. packages.Select(package => package.FileName)]);
        return new CacheEntry(Kit.Area, key, What, (directory, token) => BuildAsync(directory, packages, download, progress, token));
    }

    async Task BuildAsync(
        string directory, IReadOnlyList<PackageFile> packages, PackageDownload download, IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        cache.RequireSpace(Needed, "Preparing the kit");
        var work = Path.Combine(directory, "work");
        await download.DownloadAsync(packages, work, progress, cancellationToken);
        progress?.Report("Unpacking the kernel.");
        var files = new KitFiles(directory);
        var kernelDebs = packages.Where(IsOfKernel).Select(package => Path.Combine(work, package.FileName)).ToList();
        var kernel = await KernelFiles.ReadAsync(kernelDebs, files.CompressedKernel, runner, cancellationToken);
        await KernelImage.ExtractAsync(files.CompressedKernel, files.Kernel, runner, cancellationToken);
        progress?.Report("Writing the initramfs.");
        var userland = packages.Where(package => !IsOfKernel(package)).Select(package => Path.Combine(work, package.FileName)).ToList();
        var content = await KitUserland.CollectAsync(
            userland, Path.Combine(work, "tree"), files.Identity, agent, kernel.Modules, runner, cancellationToken);
        await using (var initramfs = new FileStream(files.Initramfs, FileMode.CreateNew))
            await CpioArchive.WriteAsync(initramfs, content.Entries(), cancellationToken);
        await files.WriteAsync(
            new KitDescription(
                await ContentKeyAsync(files, cancellationToken), kernel.Release, content.Keys.PublicHostKey,
                [.. packages.Select(package => package.FileName)]),
            cancellationToken);
        Directory.Delete(work, recursive: true);
    }

    static bool IsOfKernel(PackageFile package) => package.Name.StartsWith("linux-", StringComparison.Ordinal);

    // The keys in it are random: a kit that is made anew is another one to every template.
    static async Task<string> ContentKeyAsync(KitFiles files, CancellationToken cancellationToken) =>
        ContentHash.Of(
            await ContentHash.OfFileAsync(files.Kernel, cancellationToken),
            await ContentHash.OfFileAsync(files.Initramfs, cancellationToken));
}
