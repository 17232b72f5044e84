using SmolVM.Packs;
using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>Makes an image of the layers of a pack, once for each pack.</summary>
internal sealed class PackImage(SmolCache cache, ICommandRunner runner)
{
    const string Format = "2";

    // A pack of ours says how large it is unpacked; the layers, the tree and the image are there at the same time.
    const int Copies = 3;
    const long Overhead = 64L << 20;

    /// <returns>The directory of the image, and what the pack says about itself.</returns>
    public async Task<(string Directory, PackManifest Manifest)> GetAsync(
        string path, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var digest = await ContentHash.OfFileAsync(path, cancellationToken);
        await using var pack = await PackReader.OpenAsync(path, cancellationToken);
        BootablePack.Ensure(path, pack.Manifest);
        var what = $"the image of '{path}'";
        var entry = new CacheEntry(
            ImageArea.Name, ContentHash.Of("pack", Format, digest), what,
            async (directory, token) =>
            {
                cache.RequireSpace(Copies * (long)pack.Manifest.ImageSize + Overhead, $"Preparing {what}");
                progress?.Report($"Unpacking '{path}' (once).");
                await BuildAsync(directory, pack, progress, token);
                if (await ContentHash.OfFileAsync(path, token) != digest)
                    throw new ImageException($"The pack '{path}' was replaced while it was read. Start again.");
            });
        return (await cache.GetOrAddAsync(entry, progress, cancellationToken), pack.Manifest);
    }

    async Task BuildAsync(string directory, PackReader pack, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var work = Path.Combine(directory, "work");
        Modes.CreateFolder(work);
        var extracted = await pack.ExtractAsync(Path.Combine(work, "pack"), runner, cancellationToken);
        await LayerTarCheck.EnsureSafeAsync(extracted.Layers, cancellationToken);
        await new LayeredTree(runner, work).WriteAsync(
            extracted.Layers, pack.Manifest.WorkingDirectory, Path.Combine(directory, Erofs.FileName), progress, cancellationToken);
        Directory.Delete(work, recursive: true);
    }
}
