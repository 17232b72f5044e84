using SmolVM.Processes;
using SmolVM.Tests.Processes;

namespace SmolVM.Tests.Images;

/// <summary>Bytes run through a real compressor.</summary>
static class Compressed
{
    public static async Task<byte[]> ByAsync(string compressor, byte[] content)
    {
        using var packed = new MemoryStream();
        var command = new Command(compressor.Split(' '))
        {
            Input = (stream, token) => stream.WriteAsync(content, token).AsTask(),
            Output = (stream, token) => stream.CopyToAsync(packed, token),
        };
        (await Sh.Runner.RunAsync(command, TestContext.Current.CancellationToken)).EnsureSuccess();
        return packed.ToArray();
    }
}
