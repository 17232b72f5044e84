using SmolVM.Packs;

namespace SmolVM.Tests.Packs;

public sealed class ZstdArgvTests
{
    [Fact]
    public Task Compress() => Verify(string.Join('\n', ZstdArgv.Compress()));

    [Fact]
    public Task Decompress() => Verify(string.Join('\n', ZstdArgv.Decompress()));
}
