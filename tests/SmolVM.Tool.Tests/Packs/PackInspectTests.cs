using System.Security.Cryptography;
using System.Text.Json;
using SmolVM.Tests.Contract;
using SmolVM.Tests.Packs;

namespace SmolVM.Tool.Tests.Packs;

public sealed class PackInspectTests : IDisposable
{
    const string OfDisk =
        """
        {
          "mode": "vm", "image": "vm://builder", "digest": "none", "platform": "linux/arm64", "env": ["HOME"],
          "secret_refs": { "TOKEN": { "from_env": "TOKEN" } }, "cpus": 4, "mem": 8192, "image_size": 0, "network": true, "gpu": false,
          "host_platform": "darwin/arm64", "created": "2026-08-21T10:11:12Z", "smolvm_version": "1.9.3", "news": [1],
          "assets": { "libraries": [], "agent_rootfs": { "path": "agent-rootfs.tar", "size": 0 }, "layers": [],
            "overlay_template": { "path": "overlay.raw", "size": 7 }, "overlay_logical_size": 10737418240 }
        }
        """;

    readonly TemporaryDirectory folder = new();
    readonly TestConsole console = new();

    public void Dispose()
    {
        console.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Json_of_any_pack_has_the_manifest_as_it_stands_and_the_file_as_one_layer()
    {
        var bytes = RawPack.OfManifest(OfDisk).ToArray();

        var exit = await console.RunAsync("pack", "inspect", folder.Write("any", bytes), "--json");

        using var json = JsonDocument.Parse(console.Output);
        using var manifest = JsonDocument.Parse(OfDisk);
        Assert.Equal(0, exit);
        Assert.All(
            manifest.RootElement.EnumerateObject(),
            key => Assert.True(JsonElement.DeepEquals(key.Value, json.RootElement.GetProperty(key.Name)), key.Name));
        Assert.Equal(bytes.Length, json.RootElement.GetProperty("layer_size").GetInt64());
        Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes)), json.RootElement.GetProperty("layer_digest").GetString());
    }

    [Fact]
    public async Task Json_of_an_old_pack_is_completed_and_has_no_key_that_the_contract_does_not_know()
    {
        var known = CliContract.Part("smolmachineFormat").GetProperty("manifest").EnumerateObject().Select(key => key.Name);

        await console.RunAsync("pack", "inspect", "--json", folder.Write("old", RawPack.OfManifest(RawPack.MinimalManifest).ToArray()));

        using var json = JsonDocument.Parse(console.Output);
        Assert.Equal("container", json.RootElement.GetProperty("mode").GetString());
        Assert.False(json.RootElement.GetProperty("network").GetBoolean());
        Assert.Subset(
            new HashSet<string>([.. known, "layer_size", "layer_digest"]),
            json.RootElement.EnumerateObject().Select(key => key.Name).ToHashSet());
    }

    [Theory]
    [InlineData("pack", "inspect")]
    [InlineData("pack", "run", "--info", "--sidecar")]
    public async Task People_are_told_what_there_is(params string[] words)
    {
        var manifest = OfDisk.Replace("vm://builder", @"vm://\u001b[2Jx", StringComparison.Ordinal);
        var pack = folder.Write("any", RawPack.OfManifest(manifest).ToArray());

        var exit = await console.RunAsync([.. words, pack]);

        Assert.Equal(0, exit);
        Assert.Equal(
            """
            Mode:        vm
            Image:       vm://?[2Jx
            Digest:      none
            Platform:    linux/arm64
            CPUs:        4
            Memory:      8192 MiB
            Network:     enabled
            Env:         HOME
            Checksum:    (checksum)
            Secrets:     TOKEN
            Made with:   smolvm 1.9.3
            Made on:     darwin/arm64
            Created:     2026-08-21T10:11:12Z
            File size:   0.0 MiB

            """,
            System.Text.RegularExpressions.Regex.Replace(console.Output, "[0-9a-f]{8}\n", "(checksum)\n"));
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("run", "--sidecar")]
    public async Task What_is_no_pack_is_an_error_with_its_code(params string[] words)
    {
        var exit = await console.RunAsync(["pack", .. words, folder.Write("text", new byte[100])]);

        Assert.Equal(1, exit);
        Assert.StartsWith($"Error: The pack '{folder["text"]}' is refused: its last 64 bytes", console.Error);
        Assert.EndsWith("(SMOL0010)\n", console.Error);
    }
}
