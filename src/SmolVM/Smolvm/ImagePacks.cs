using SmolVM.Images;

namespace SmolVM.Smolvm;

/// <summary>
/// Packs of registry images, for machines that must not reach the network: made once for each image and version of the program.
/// </summary>
internal sealed class ImagePacks(SmolvmCli cli, SmolCache cache)
{
    const string Area = "smolvm-packs";
    const string Stub = "image";

    static readonly SmolvmVersion ScratchNameRefused = new(0, 5, 18);

    /// <returns>The path of the pack. It stays where it is: up to 0.9.0 a machine reads it again at each start.</returns>
    public async Task<string> GetAsync(string reference, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (cli.Version == ScratchNameRefused)
            throw SmolvmFeature.TooOld("pack create --image", new(0, 5, 19), cli.Version);
        var what = $"the pack of '{reference}'";
        var entry = new CacheEntry(Area, ContentHash.Of("smolvm", "1", reference, cli.Version.ToString()), what, async (directory, token) =>
        {
            progress?.Report($"Fetching the image '{reference}' (once)");
            var pack = PackCreate.OfImage(reference, Path.Combine(directory, Stub));
            await PackFiles.WriteAsync(cli, pack, directory, token);
            File.Delete(pack.Output);
        });
        return Path.Combine(await cache.GetOrAddAsync(entry, progress, cancellationToken), Stub + ".smolmachine");
    }
}
