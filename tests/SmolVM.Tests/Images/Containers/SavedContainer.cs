using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using SmolVM.Tests.Packs;

namespace SmolVM.Tests.Images.Containers;

/// <summary>A container image written from the descriptions of the formats, independent of the code under test.</summary>
sealed record SavedContainer(params byte[][] Layers)
{
    public const string ImageType = "application/vnd.oci.image.manifest.v1+json";
    public const string IndexType = "application/vnd.oci.image.index.v1+json";

    public string Architecture { get; init; } = "amd64";

    /// <summary>The part of the configuration that describes the program.</summary>
    public string Process { get; init; } = "{}";

    public string LayerType { get; init; } = "application/vnd.oci.image.layer.v1.tar";

    public Func<byte[], byte[]> Compress { get; init; } = layer => layer;

    public byte[] Configuration => Bytes($$"""
        {
          "architecture": "{{Architecture}}", "os": "linux", "config": {{Process}},
          "rootfs": { "type": "layers", "diff_ids": [{{string.Join(", ", Layers.Select(layer => $"\"{Digest(layer)}\""))}}] }
        }
        """);

    public byte[] Manifest => Bytes($$"""
        {
          "schemaVersion": 2,
          "config": {{Descriptor("application/vnd.oci.image.config.v1+json", Configuration)}},
          "layers": [{{string.Join(", ", Layers.Select(layer => Descriptor(LayerType, Compress(layer))))}}]
        }
        """);

    /// <summary>The blobs by their names in a layout.</summary>
    public Dictionary<string, byte[]> Blobs =>
        new[] { Configuration, Manifest }.Concat(Layers.Select(Compress)).DistinctBy(Digest).ToDictionary(BlobName);

    /// <summary>What <c>docker save</c> writes, with one image.</summary>
    public Dictionary<string, byte[]> Docker(string tag = "app:latest")
    {
        var files = Layers.Select((layer, index) => ($"{index}/layer.tar", Compress(layer))).ToDictionary();
        var name = Digest(Configuration)[7..] + ".json";
        files[name] = Configuration;
        files["manifest.json"] = Bytes($$"""
            [{ "Config": "{{name}}", "RepoTags": ["{{tag}}"], "Layers": [{{string.Join(", ", files.Keys.Where(IsLayer).Select(key => $"\"{key}\""))}}] }]
            """);
        return files;
    }

    /// <summary>An OCI layout with one image.</summary>
    public Dictionary<string, byte[]> Oci() => Layout(Blobs, Descriptor(ImageType, Manifest));

    public static Dictionary<string, byte[]> Layout(Dictionary<string, byte[]> blobs, params string[] descriptors) => new(blobs)
    {
        ["oci-layout"] = Bytes("""{ "imageLayoutVersion": "1.0.0" }"""),
        ["index.json"] = Index(descriptors),
    };

    public static byte[] Index(params string[] descriptors) => Bytes($$"""{ "schemaVersion": 2, "manifests": [{{string.Join(", ", descriptors)}}] }""");

    /// <param name="type">The media type.</param>
    /// <param name="blob">What it names.</param>
    /// <param name="more">Further keys, with a comma before each.</param>
    public static string Descriptor(string type, byte[] blob, string more = "") =>
        $$"""{ "mediaType": "{{type}}", "digest": "{{Digest(blob)}}", "size": {{blob.Length}}{{more}} }""";

    public static string BlobName(byte[] blob) => "blobs/sha256/" + Digest(blob)[7..];

    public static string Digest(byte[] blob) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(blob));

    public static byte[] Tar(IEnumerable<KeyValuePair<string, byte[]>> files, string prefix = "") =>
        files.Aggregate(new RawTar(), (tar, file) => tar.Add('0', prefix + file.Key, content: file.Value)).ToArray();

    public static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    static bool IsLayer(string name) => name.EndsWith("layer.tar", StringComparison.Ordinal);
}
