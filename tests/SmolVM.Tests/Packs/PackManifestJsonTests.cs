using System.Text;
using SmolVM.Packs;

namespace SmolVM.Tests.Packs;

public sealed class PackManifestJsonTests
{
    static readonly LayerFile Layer = new("/layer.tar", new string('a', 64), 123_456_789);

    static readonly PackDescription Full = new()
    {
        Image = "base",
        Cpus = 3,
        MemoryMiB = 768,
        Network = true,
        Environment = new Dictionary<string, string> { ["PATH"] = "/bin", ["GRÜSSE"] = "a \"b\" <c>" },
        WorkingDirectory = "/workspace",
        Entrypoint = ["/bin/sh", "-c"],
        Command = ["true"],
        Platform = "linux/amd64",
        Created = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
    };

    static string Text(PackDescription description) =>
        Encoding.UTF8.GetString(PackManifestJson.Write(description.ToManifest(Layer)))
            .Replace("linux/arm64", "linux/amd64", StringComparison.Ordinal);

    [Fact]
    public Task Full_manifest() => Verify(Text(Full));

    [Fact]
    public Task Small_manifest() => Verify(Text(new PackDescription { Image = "base", Created = DateTimeOffset.UnixEpoch }));

    [Theory]
    [InlineData("base", "base")]
    [InlineData("/home/me/rootfs/", "rootfs")]
    [InlineData("/home/me/rootfs/.", "rootfs")]
    [InlineData("../packs/app.smolmachine", "app.smolmachine")]
    public void Of_an_image_it_has_the_name_and_not_the_path(string image, string name) =>
        Assert.Equal(name, (Full with { Image = image }).ToManifest(Layer).Image);

    [Fact]
    public void What_was_written_is_read()
    {
        var manifest = Full.ToManifest(Layer);
        Assert.Equivalent(manifest, PackManifestJson.Read(PackManifestJson.Write(manifest)), strict: true);
    }

    [Fact]
    public void Keys_that_came_later_are_not_required_and_unknown_ones_are_passed_over()
    {
        var manifest = Read(RawPack.MinimalManifest.Replace("\"cpus\"", "\"news\": [1], \"cpus\"", StringComparison.Ordinal));
        Assert.Equal(
            ("container", "alpine:3.22", 4, 8192u, ""),
            (manifest.Mode, manifest.Image, manifest.Cpus, manifest.MemoryMiB, manifest.Created));
        Assert.Empty(manifest.Environment);
    }

    [Theory]
    [InlineData("image", "'image'")]
    [InlineData("digest", "'digest'")]
    [InlineData("platform", "'platform'")]
    [InlineData("cpus", "'cpus'")]
    [InlineData("mem", "'mem'")]
    [InlineData("assets", "'assets'")]
    [InlineData("libraries", "'assets.libraries'")]
    [InlineData("agent_rootfs", "'assets.agent_rootfs'")]
    [InlineData("layers", "'assets.layers'")]
    public void Required_keys_are_missed_by_name(string key, string named) =>
        Assert.Contains("has no " + named, Refusal(RawPack.MinimalManifest.Replace($"\"{key}\"", "\"other\"", StringComparison.Ordinal)));

    [Theory]
    [InlineData("\"cpus\": 4", "\"cpus\": 256")]
    [InlineData("\"cpus\": 4", "\"cpus\": -1")]
    [InlineData("\"cpus\": 4", "\"cpus\": \"4\"")]
    [InlineData("\"mem\": 8192", "\"mem\": 4294967296")]
    [InlineData("\"alpine:3.22\"", "null")]
    [InlineData("\"cpus\": 4", "\"cpus\": 4, \"cpus\": 5")]
    [InlineData("\"layers\": []", "\"layers\": [{\"digest\": \"a\", \"path\": \"b\"}]")]
    [InlineData("\"libraries\": []", "\"libraries\": null")]
    [InlineData("\"size\": 0", "\"size\": -1")]
    [InlineData("}", "")]
    [InlineData("\"image\"", "\"image")]
    public void Values_of_the_wrong_kind_are_refused(string right, string wrong) =>
        Assert.Contains("cannot be read", Refusal(RawPack.MinimalManifest.Replace(right, wrong, StringComparison.Ordinal)));

    [Theory]
    [InlineData("\"env\": [\"PATH=/bin\", \"HOME\"]", "'HOME'")]
    [InlineData("\"env\": [\"=x\"]", "'=x'")]
    [InlineData("\"mode\": \"pod\"", "'pod'")]
    [InlineData("\"secret_refs\": { \"TOKEN\": { \"from_env\": \"TOKEN\" } }", "'TOKEN'")]
    public void What_would_reach_into_the_host_is_refused(string entry, string named) =>
        Assert.Contains(named, Refusal(RawPack.MinimalManifest.Replace("\"cpus\"", entry + ", \"cpus\"", StringComparison.Ordinal)));

    [Theory]
    [InlineData("\"env\": [\"HOME\"]")]
    [InlineData("\"mode\": \"pod\"")]
    [InlineData("\"secret_refs\": { \"TOKEN\": { \"from_env\": \"TOKEN\" } }")]
    public void What_is_refused_can_be_described(string entry)
    {
        var json = RawPack.MinimalManifest.Replace("\"cpus\"", entry + ", \"cpus\"", StringComparison.Ordinal);

        var manifest = PackManifestJson.Describe(Encoding.UTF8.GetBytes(json));

        Assert.Equal("alpine:3.22", manifest.Image);
        Assert.Equal(entry.Contains("TOKEN", StringComparison.Ordinal) ? ["TOKEN"] : [], manifest.Secrets);
    }

    [Theory]
    [InlineData("1.9.3", "smolvm")]
    [InlineData("", "smolvm")]
    [InlineData("0.1.0+dotnet", "qemu")]
    [InlineData("0.1.0+dotnet.qemu", "qemu")]
    [InlineData("2.0.0+dotnet.other", "other")]
    public void The_version_tells_the_engine(string version, string engine)
    {
        var json = RawPack.MinimalManifest.Replace("\"cpus\"", $"\"smolvm_version\": \"{version}\", \"cpus\"", StringComparison.Ordinal);

        Assert.Equal(engine, Read(json).Engine);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{\"image\": \"\", \"digest\": \"\", \"platform\": \"\", \"cpus\": 1, \"mem\": 1, \"assets\": 7}")]
    public void Other_json_is_refused(string json) => Assert.NotEmpty(Refusal(json));

    static PackManifest Read(string json) => PackManifestJson.Read(Encoding.UTF8.GetBytes(json));

    static string Refusal(string json) => Assert.Throws<InvalidDataException>(() => Read(json)).Message;
}
