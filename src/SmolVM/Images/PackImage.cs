using SmolVM.Packs;
using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>Makes an image of the layers of a pack, once for each pack.</summary>
internal sealed class PackImage(SmolCache cache, ICommandRunner runner)
{
    const string Format = "1";

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

    public static IReadOnlyList<string> TarArgv(string layer, string tree) =>
    [
        // Without --force-local a colon in the path makes it a file of another host.
        "tar", "--extract", "--force-local", $"--file={layer}", "--numeric-owner", "--same-owner", "--same-permissions",
        $"--directory={tree}", "--exclude=.wh.*",
    ];

    async Task BuildAsync(string directory, PackReader pack, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var work = Path.Combine(directory, "work");
        var tree = Path.Combine(work, "tree");
        Modes.CreateFolder(tree);
        var extracted = await pack.ExtractAsync(Path.Combine(work, "pack"), runner, cancellationToken);
        await EnsureSafeAsync(extracted.Layers, cancellationToken);
        await using (var fakeroot = await Fakeroot.StartAsync(runner, cancellationToken))
        {
            foreach (var layer in extracted.Layers)
            {
                await using (var file = File.OpenRead(layer))
                    Whiteouts.Apply(tree, await Whiteouts.ReadAsync(file, cancellationToken));
                (await runner.RunAsync(fakeroot.Command(TarArgv(layer, tree)), cancellationToken)).EnsureSuccess();
            }
            progress?.Report("Writing the image of the pack.");
            var make = fakeroot.Command(Erofs.Argv(Path.Combine(directory, Erofs.FileName), tree));
            (await runner.RunAsync(make, cancellationToken)).EnsureSuccess();
        }
        Directory.Delete(work, recursive: true);
    }

    static async Task EnsureSafeAsync(IEnumerable<string> layers, CancellationToken cancellationToken)
    {
        var files = layers.Select(File.OpenRead).ToList();
        try
        {
            await LayerTarCheck.EnsureSafeAsync(files, cancellationToken);
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }
    }
}
