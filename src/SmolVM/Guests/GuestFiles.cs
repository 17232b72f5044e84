namespace SmolVM.Guests;

/// <summary>Files of a guest, by <c>tar</c> and <c>cat</c> over any channel.</summary>
/// <param name="channel">What runs the programs.</param>
/// <param name="tools">Words put before the names of programs, for guests that may lack them (<c>/run/smolvm/busybox</c>).</param>
internal sealed class GuestFiles(IGuestChannel channel, IReadOnlyList<string> tools)
{
    public Task CopyInAsync(string hostPath, string guestPath, CancellationToken cancellationToken) =>
        throw new NotImplementedException($"{channel.Name} {tools.Count}");

    public Task CopyOutAsync(string guestPath, string hostPath, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<byte[]> ReadAsync(string guestPath, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task WriteAsync(string guestPath, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => throw new NotImplementedException();
}
