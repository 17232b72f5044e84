using SmolVM.Packs;
using SmolVM.Processes;

namespace SmolVM.Images.Containers;

/// <summary>
/// Makes a root file system of a saved container image, once for each content: another file with the same layers is the same image.
/// </summary>
internal sealed class ContainerRoot(SmolCache cache, ICommandRunner runner)
{
    const string Format = "1";

    // The archive's files, the plain layers, the tree and the image are there at the same time, and gzip makes programs a third.
    const int Copies = 10;
    const long Overhead = 64L << 20;

    readonly PlainBytes plain = new(runner);

    /// <param name="path">A tar, compressed or not, or the directory of an OCI layout.</param>
    /// <param name="progress">Gets a line for each step that takes long.</param>
    /// <param name="cancellationToken">Ends it; nothing half-made is kept.</param>
    /// <returns>The directory of the image, and what it says about itself.</returns>
    /// <exception cref="ImageException">It is no image, is for other machines, is damaged, or leads outside.</exception>
    public async Task<(string Directory, ImageConfiguration Configuration)> GetAsync(
        string path, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        try
        {
            var image = SavedImage.Find(await ReaderAsync(path, cancellationToken), GuestPlatform.Name);
            var what = $"the image of '{path}'";
            // The configuration is read anew each time, but for the directory that has to be in the tree.
            var directory = image.Configuration.Program.WorkingDirectory;
            var key = ContentHash.Of(["container", Format, directory ?? "", .. image.Configuration.DiffIds]);
            var entry = new CacheEntry(
                ImageArea.Name, key, what,
                async (target, token) =>
                {
                    cache.RequireSpace(Copies * Size(path) + Overhead, $"Preparing {what}");
                    progress?.Report($"Unpacking '{path}' (once for each content).");
                    await BuildAsync(path, image, target, progress, token);
                });
            return (await cache.GetOrAddAsync(entry, progress, cancellationToken), image.Configuration);
        }
        catch (ForeignPlatformException e)
        {
            throw new ImageException(
                $"The container image '{path}' is for '{string.Join("', '", e.Platforms)}', and machines here are '{GuestPlatform.Name}'. "
                + "Take one that was made for it.",
                e);
        }
        catch (InvalidDataException e)
        {
            throw new ImageException(
                $"The container image '{path}' cannot be used: {e.Message}. "
                + "Save it again (docker save, skopeo copy, PublishContainer), or name the directory of a root file system.",
                e);
        }
        catch (IOException e) when (DiskSpace.IsFull(e))
        {
            throw DiskSpace.Full(cache.Root, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageException($"The container image '{path}' cannot be read: {e.Message} Look at the file's owner and mode.", e);
        }
    }

    async Task<Func<string, byte[]?>> ReaderAsync(string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
            return name => ReadFile(Path.Join(path, name));
        IReadOnlyDictionary<string, byte[]>? documents = null;
        await plain.ReadAsync(
            path, async (tar, token) => documents = await ArchiveDocuments.ReadAsync(tar, token), cancellationToken);
        return name => documents!.GetValueOrDefault(name);
    }

    static byte[]? ReadFile(string path) => new FileInfo(path) switch
    {
        { Exists: false } => null,
        { Length: > ArchiveDocuments.MostBytes } =>
            throw new InvalidDataException($"'{Path.GetFileName(path)}' is too large to be a description"),
        _ => File.ReadAllBytes(path),
    };

    async Task BuildAsync(
        string path, ContainerImage image, string directory, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var work = Path.Combine(directory, "work");
        Modes.CreateFolder(work);
        var files = path;
        if (!Directory.Exists(path))
        {
            files = Path.Combine(work, "files");
            Modes.CreateFolder(files);
            await plain.ReadAsync(path, (tar, token) => PackExtraction.UnpackAsync(tar, files, token), cancellationToken);
        }
        var layers = new List<string>();
        foreach (var layer in image.Layers)
        {
            var saved = Path.Join(files, layer.Name);
            if (!File.Exists(saved))
                throw new InvalidDataException($"its layer '{layer.Name}' is not in it");
            layers.Add(Path.Combine(work, $"{layers.Count}.tar"));
            await plain.UnpackAsync(saved, layers[^1], layer.DiffId, cancellationToken);
        }
        await LayerTarCheck.AcceptAsync(layers, cancellationToken);
        await new LayeredTree(runner, work).WriteAsync(
            layers, image.Configuration.Program.WorkingDirectory, Path.Combine(directory, Erofs.FileName), progress, cancellationToken);
        Directory.Delete(work, recursive: true);
    }

    static long Size(string path) => Directory.Exists(path)
        ? new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
        : new FileInfo(path).Length;
}
