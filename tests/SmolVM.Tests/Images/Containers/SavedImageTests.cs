using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using SmolVM.Images.Containers;
using SmolVM.Tests.Packs;

namespace SmolVM.Tests.Images.Containers;

public sealed class SavedImageTests
{
    const string Platform = "linux/amd64";
    static readonly SavedContainer App = new(new RawTar().File("a", "1").ToArray(), new RawTar().File("b", "2").ToArray());
    static readonly SavedContainer Arm = App with { Architecture = "arm64" };

    [Fact]
    public void A_docker_archive_names_its_layers_and_the_configuration_their_digests()
    {
        var image = Find(App.Docker());

        Assert.Equal(
            [new SavedLayer("0/layer.tar", SavedContainer.Digest(App.Layers[0])), new SavedLayer("1/layer.tar", SavedContainer.Digest(App.Layers[1]))],
            image.Layers);
    }

    [Fact]
    public void A_layout_names_its_layers_by_their_digests()
    {
        var image = Find(App.Oci());

        Assert.Equal(App.Layers.Select(SavedContainer.BlobName), image.Layers.Select(layer => layer.Name));
        Assert.Equal(App.Layers.Select(SavedContainer.Digest), image.Layers.Select(layer => layer.DiffId));
    }

    [Fact]
    public void Of_two_formats_in_one_archive_the_layout_counts() =>
        Assert.All(
            Find(App.Docker().Concat(App.Oci()).ToDictionary()).Layers, layer => Assert.StartsWith("blobs/", layer.Name, StringComparison.Ordinal));

    [Fact]
    public void Of_several_platforms_the_machines_own_is_taken_also_where_the_others_were_left_out()
    {
        var index = SavedContainer.Index(
            SavedContainer.Descriptor(SavedContainer.ImageType, Arm.Manifest, PlatformOf("arm64")),
            SavedContainer.Descriptor(SavedContainer.ImageType, App.Manifest, PlatformOf("amd64")),
            SavedContainer.Descriptor(
                SavedContainer.ImageType, SavedContainer.Bytes("an attestation"),
                PlatformOf("unknown") + """, "annotations": { "vnd.docker.reference.type": "attestation-manifest" }"""));
        var blobs = new Dictionary<string, byte[]>(App.Blobs) { [SavedContainer.BlobName(index)] = index };
        var layout = SavedContainer.Layout(blobs, SavedContainer.Descriptor(SavedContainer.IndexType, index));

        Assert.Equal(Platform, Find(layout).Configuration.Platform);
    }

    [Fact]
    public void Without_a_platform_in_the_index_the_configuration_says_it()
    {
        var blobs = new Dictionary<string, byte[]>([.. Arm.Blobs, .. App.Blobs.Where(blob => !Arm.Blobs.ContainsKey(blob.Key))]);
        var layout = SavedContainer.Layout(
            blobs, SavedContainer.Descriptor(SavedContainer.ImageType, Arm.Manifest),
            SavedContainer.Descriptor(SavedContainer.ImageType, App.Manifest, """, "platform": {}"""));

        Assert.Equal(Platform, Find(layout).Configuration.Platform);
    }

    [Fact]
    public void Foreign_images_are_named_by_their_platforms()
    {
        Assert.Equal(["linux/arm64"], Assert.Throws<ForeignPlatformException>(() => Find(Arm.Docker())).Platforms);
        Assert.Equal(["linux/arm64"], Assert.Throws<ForeignPlatformException>(() => Find(Arm.Oci())).Platforms);
        Assert.Equal(["linux/arm64"], Assert.Throws<ForeignPlatformException>(() => Find(MislabelledArm())).Platforms);
    }

    [Fact]
    public Task What_is_no_image_or_not_whole_is_refused() => Verify(string.Join('\n', Refused().Select(one => $"{one.Name}: {Refusal(one.Files)}")));

    [Fact]
    public void Other_bytes_in_any_document_are_refused_and_never_crash()
    {
        var files = App.Docker().Concat(App.Oci()).ToDictionary();
        var documents = files.Where(file => file.Value[0] is (byte)'{' or (byte)'[').Select(file => file.Key).Order(StringComparer.Ordinal).ToArray();

        Prop.ForAll<int, int, byte>((document, place, value) =>
        {
            var name = documents[(int)((uint)document % documents.Length)];
            var content = (byte[])files[name].Clone();
            content[(int)((uint)place % content.Length)] = value;
            var changed = new Dictionary<string, byte[]>(files) { [name] = content };
            var docker = changed.Where(file => file.Key != "oci-layout").ToDictionary();
            return IsAnswered(changed) && IsAnswered(docker);
        }).QuickCheckThrowOnFailure();
    }

    static IEnumerable<(string Name, Dictionary<string, byte[]> Files)> Refused()
    {
        yield return ("a root file system", new() { ["etc/passwd"] = [1] });
        yield return ("another format of JSON", With(App.Docker(), "manifest.json", """{ "Config": "x" }"""));
        yield return ("no images", With(App.Docker(), "manifest.json", "[]"));
        yield return ("an absolute layer", With(App.Docker(), "manifest.json", App.Docker()["manifest.json"], "0/layer.tar", "/etc/shadow"));
        yield return ("a layer outside", With(App.Docker(), "manifest.json", App.Docker()["manifest.json"], "0/layer.tar", "../../etc/shadow"));
        yield return ("a configuration that is not there", new(App.Docker().Where(file => file.Key.EndsWith("manifest.json", StringComparison.Ordinal))));
        yield return ("a layer too few", With(App.Docker(), "manifest.json", App.Docker()["manifest.json"], "\"0/layer.tar\", ", ""));
        yield return ("two images", TwoImages());
        yield return ("a manifest that is not there", new(App.Oci().Where(file => file.Key != SavedContainer.BlobName(App.Manifest))));
        yield return ("a changed configuration", With(App.Oci(), SavedContainer.BlobName(App.Configuration), App.Configuration, "linux", "Linux"));
        yield return ("another algorithm", With(App.Oci(), "index.json", App.Oci()["index.json"], "sha256:", "sha512:"));
        yield return ("an encrypted layer", (App with { LayerType = "application/vnd.oci.image.layer.v1.tar+gzip+encrypted" }).Oci());
    }

    static Dictionary<string, byte[]> TwoImages()
    {
        var other = App with { Process = """{ "User": "app" }""" };
        return SavedContainer.Layout(
            new([.. App.Blobs, .. other.Blobs.Where(blob => !App.Blobs.ContainsKey(blob.Key))]),
            SavedContainer.Descriptor(SavedContainer.ImageType, App.Manifest, """, "annotations": { "org.opencontainers.image.ref.name": "v1" }"""),
            SavedContainer.Descriptor(SavedContainer.ImageType, other.Manifest, """, "annotations": { "org.opencontainers.image.ref.name": "v2" }"""));
    }

    static Dictionary<string, byte[]> MislabelledArm() =>
        SavedContainer.Layout(Arm.Blobs, SavedContainer.Descriptor(SavedContainer.ImageType, Arm.Manifest, PlatformOf("amd64")));

    static Dictionary<string, byte[]> With(Dictionary<string, byte[]> files, string name, string content) =>
        new(files) { [name] = SavedContainer.Bytes(content) };

    static Dictionary<string, byte[]> With(Dictionary<string, byte[]> files, string name, byte[] content, string from, string to) =>
        With(files, name, System.Text.Encoding.UTF8.GetString(content).Replace(from, to, StringComparison.Ordinal));

    static string PlatformOf(string architecture) =>
        string.Create(CultureInfo.InvariantCulture, $$""", "platform": { "os": "linux", "architecture": "{{architecture}}" }""");

    static ContainerImage Find(Dictionary<string, byte[]> files) => SavedImage.Find(files.GetValueOrDefault, Platform);

    static string Refusal(Dictionary<string, byte[]> files) => Assert.Throws<InvalidDataException>(() => Find(files)).Message;

    static bool IsAnswered(Dictionary<string, byte[]> files)
    {
        try
        {
            return Find(files).Layers.Count == App.Layers.Length;
        }
        catch (Exception e)
        {
            return e is InvalidDataException or ForeignPlatformException;
        }
    }
}
