using SmolVM.Packs.Tar;

namespace SmolVM.Images.Containers;

/// <summary>Finds the one image for a platform among files that somebody saved: pure functions over what reads a file.</summary>
internal static class SavedImage
{
    public const string OciMark = "oci-layout";
    public const string OciIndexFile = "index.json";
    public const string DockerManifestFile = "manifest.json";

    /// <param name="read">The content of a file, or null where it is not among them.</param>
    /// <param name="platform">The platform wanted, such as <c>linux/amd64</c>.</param>
    /// <exception cref="ForeignPlatformException">There are images, and none for that platform.</exception>
    /// <exception cref="InvalidDataException">There is no image, or it is incomplete; the message is a clause without a full stop.</exception>
    public static ContainerImage Find(Func<string, byte[]?> read, string platform)
    {
        // `docker save` writes both: the index has the digests.
        if (read(OciMark) is not null && read(OciIndexFile) is { } index)
            return new OciImages(read, platform).Find(index);
        if (read(DockerManifestFile) is { } manifest)
            return OfDocker(ImageJson.Read<IReadOnlyList<DockerImage?>>(manifest, DockerManifestFile), read, platform);
        throw new InvalidDataException(
            $"it holds no container image: neither {OciMark} and {OciIndexFile} (OCI) nor {DockerManifestFile} (docker) is in it");
    }

    /// <summary>The image with the layers' names, of which there must be one for each tar.</summary>
    public static ContainerImage Assemble(ImageConfiguration configuration, IReadOnlyList<string> layers)
    {
        if (layers.Count != configuration.DiffIds.Count)
            throw new InvalidDataException($"it has {layers.Count} layers, and its configuration names {configuration.DiffIds.Count}");
        if (layers.Count == 0)
            throw new InvalidDataException("it has no layer, so there is nothing to boot");
        return new ContainerImage(configuration, [.. layers.Zip(configuration.DiffIds, (name, diffId) => new SavedLayer(name, diffId))]);
    }

    /// <summary>The one of all; the same image under two names is one.</summary>
    public static T Single<T>(IReadOnlyList<(T Image, string Platform, string Key, string Name)> all, string platform)
    {
        var fit = all.Where(one => one.Platform == platform).DistinctBy(one => one.Key).ToList();
        if (fit.Count == 0)
            throw all.Count > 0
                ? new ForeignPlatformException([.. all.Select(one => one.Platform).Distinct().Order(StringComparer.Ordinal)])
                : new InvalidDataException("it holds no image");
        return fit.Count == 1
            ? fit[0].Image
            : throw new InvalidDataException(
                $"it holds {fit.Count} images for {platform} ({string.Join(", ", fit.Select(one => $"'{one.Name}'"))}), and one is taken");
    }

    static ContainerImage OfDocker(IReadOnlyList<DockerImage?> images, Func<string, byte[]?> read, string platform)
    {
        var all = images.OfType<DockerImage>().Select(image => OfDocker(image, read)).ToList();
        return Single([.. all.Select(one => (one.Image, one.Image.Configuration.Platform, one.Key, one.Name))], platform);
    }

    static (ContainerImage Image, string Key, string Name) OfDocker(DockerImage image, Func<string, byte[]?> read)
    {
        var name = Clean(image.Configuration);
        var json = read(name) ?? throw new InvalidDataException($"its configuration '{name}' is not in it");
        // Named by its digest in every version of docker, with a suffix or without.
        var digest = Path.GetFileNameWithoutExtension(name);
        if (digest.Length == 64 && digest.All(char.IsAsciiHexDigitLower) && ContentHash.Of(json) != digest)
            throw new InvalidDataException($"its configuration '{name}' has another digest");
        var layers = (image.Layers ?? []).Select(Clean).ToList();
        return (Assemble(ImageConfiguration.Parse(json), layers), name, image.Tags?.OfType<string>().FirstOrDefault() ?? name);
    }

    static string Clean(string? name) => TarName.Clean(TarName.FromText(name ?? "")) is { Length: > 0 } clean && !clean.Contains('\0')
        ? TarName.ToText(clean)
        : throw new InvalidDataException("an image of it names no file");
}
