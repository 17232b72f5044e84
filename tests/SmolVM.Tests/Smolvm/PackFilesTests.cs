using System.Runtime.InteropServices;
using SmolVM.Images;
using SmolVM.Packs;
using SmolVM.Smolvm;
using SmolVM.Tests.Packs;

namespace SmolVM.Tests.Smolvm;

/// <summary>Packs that a machine can be made of: the guest has the architecture of the host.</summary>
public sealed class PackFilesTests : IDisposable
{
    readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("linux/amd64", Architecture.X64)]
    [InlineData("linux/arm64", Architecture.Arm64)]
    public async Task A_pack_for_the_hosts_architecture_is_taken(string platform, Architecture host) =>
        Assert.Equal(platform, (await ReadAsync(platform, host)).Platform);

    [Theory]
    [InlineData("linux/amd64", Architecture.Arm64)]
    [InlineData("linux/arm64", Architecture.X64)]
    public async Task A_pack_for_another_architecture_is_refused_with_both(string platform, Architecture host)
    {
        var refusal = await Assert.ThrowsAsync<ImageException>(() => ReadAsync(platform, host));

        Assert.Contains($"is for '{platform}', and machines here are 'linux/", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pack_that_would_take_a_variable_of_ours_is_refused()
    {
        var pack = Write(RawPack.MinimalManifest.Replace("\"cpus\": 4", "\"env\": [\"A=1\", \"GITHUB_TOKEN\"], \"cpus\": 4", StringComparison.Ordinal));

        var refusal = await Assert.ThrowsAsync<PackException>(
            () => PackFiles.ReadAsync(pack, Architecture.X64, TestContext.Current.CancellationToken));

        Assert.Contains("'GITHUB_TOKEN'", refusal.Message, StringComparison.Ordinal);
    }

    Task<PackManifest> ReadAsync(string platform, Architecture host) => PackFiles.ReadAsync(
        Write(RawPack.MinimalManifest.Replace("linux/amd64", platform, StringComparison.Ordinal)), host, TestContext.Current.CancellationToken);

    string Write(string manifest) => folder.Write("app.smolmachine", RawPack.OfManifest(manifest).ToArray());
}
