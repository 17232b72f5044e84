namespace SmolVM.Images.Containers;

/// <summary>The images of an OCI layout, which its index names, or indexes that its index names.</summary>
internal sealed class OciImages(Func<string, byte[]?> read, string platform)
{
    // Two levels are usual; a circle cannot be made, for digests would have to hold themselves.
    const int DeepestIndex = 8;
    const int MostImages = 1000;

    // Signatures and notes about an image, which stand beside it.
    const string AttestationMark = "vnd.docker.reference.type";
    const string NameMark = "org.opencontainers.image.ref.name";

    static readonly string[] Indexes =
        ["application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json"];

    static readonly string[] Manifests =
        ["application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json"];

    static readonly string[] Configurations = ["application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json"];

    readonly List<(OciDescriptor Image, string Platform, string Key, string Name)> all = [];

    /// <exception cref="ForeignPlatformException">There are images, and none for the platform.</exception>
    /// <exception cref="InvalidDataException">There is no image, or it is incomplete; the message is a clause without a full stop.</exception>
    public ContainerImage Find(byte[] index)
    {
        Add(ImageJson.Read<OciIndex>(index, SavedImage.OciIndexFile), DeepestIndex);
        var image = Image(SavedImage.Single(all, platform));
        // Who wrote the index may have known less than who made the image.
        return image.Configuration.Platform == platform ? image : throw new ForeignPlatformException([image.Configuration.Platform]);
    }

    void Add(OciIndex index, int depth)
    {
        if (depth == 0)
            throw new InvalidDataException($"its indexes lie more than {DeepestIndex} deep");
        foreach (var descriptor in (index.Manifests ?? []).OfType<OciDescriptor>())
        {
            if (Indexes.Contains(descriptor.MediaType))
                AddIndex(descriptor, depth);
            else if (Manifests.Contains(descriptor.MediaType) && descriptor.Annotations?.ContainsKey(AttestationMark) != true)
                AddImage(descriptor);
            if (all.Count > MostImages)
                throw new InvalidDataException($"it has more than {MostImages} images");
        }
    }

    // What is for other platforms may have been left out when the image was saved.
    void AddIndex(OciDescriptor descriptor, int depth)
    {
        if (descriptor.Platform?.Name is { } known && known != platform)
            all.Add((descriptor, known, descriptor.Digest ?? "", Name(descriptor)));
        else
            Add(ImageJson.Read<OciIndex>(Blob(descriptor, "index"), "index"), depth - 1);
    }

    void AddImage(OciDescriptor descriptor)
    {
        var found = descriptor.Platform?.Name ?? (IsImage(Manifest(descriptor)) ? Image(descriptor).Configuration.Platform : null);
        if (found is not null)
            all.Add((descriptor, found, descriptor.Digest ?? "", Name(descriptor)));
    }

    ContainerImage Image(OciDescriptor descriptor)
    {
        var manifest = Manifest(descriptor);
        if (!IsImage(manifest))
            throw new InvalidDataException($"'{Name(descriptor)}' is no image, but '{manifest.Configuration?.MediaType}'");
        var layers = (manifest.Layers ?? []).OfType<OciDescriptor>().ToList();
        if (layers.FirstOrDefault(layer => !IsTar(layer.MediaType)) is { } other)
            throw new InvalidDataException($"a layer has the type '{other.MediaType}', and tars are taken, alone or with gzip or zstd");
        return SavedImage.Assemble(
            ImageConfiguration.Parse(Blob(manifest.Configuration!, "configuration")),
            [.. layers.Select(layer => BlobName(layer.Digest))]);
    }

    OciManifest Manifest(OciDescriptor descriptor) => ImageJson.Read<OciManifest>(Blob(descriptor, "manifest"), "manifest");

    byte[] Blob(OciDescriptor descriptor, string what)
    {
        var blob = read(BlobName(descriptor.Digest)) ?? throw new InvalidDataException($"its {what} '{descriptor.Digest}' is not in it");
        return ImageDigest.Of(blob) == descriptor.Digest
            ? blob
            : throw new InvalidDataException($"its {what} '{descriptor.Digest}' has the digest {ImageDigest.Of(blob)}");
    }

    static bool IsImage(OciManifest manifest) => Configurations.Contains(manifest.Configuration?.MediaType);

    // "…layer.v1.tar", "…tar+gzip", "…tar+zstd", and docker's "…diff.tar.gzip". Encrypted ones have a suffix of their own.
    static bool IsTar(string? mediaType) =>
        mediaType?.Split('.', '+') is { } parts && parts.Contains("tar") && parts[^1] is "tar" or "gzip" or "zstd";

    static string BlobName(string? digest) => $"blobs/sha256/{ImageDigest.Hex(digest)}";

    static string Name(OciDescriptor descriptor) => descriptor.Annotations?.GetValueOrDefault(NameMark) ?? descriptor.Digest ?? "";
}
