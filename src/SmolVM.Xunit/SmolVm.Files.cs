using System.Net;
using SmolVM.Machines;

namespace SmolVM.Xunit;

// Files and ports.
public sealed partial class SmolVm
{
    /// <summary>Copies a file or a directory tree into the guest, with modes and symbolic links; owned by root.</summary>
    /// <param name="hostPath">The file or directory; relative to the working directory of the test process.</param>
    /// <param name="guestPath">The full path that it gets; missing parents are made.</param>
    /// <param name="cancellationToken">Ends the copy; the test's token when none is given.</param>
    /// <returns>A task that ends with the copy.</returns>
    public async Task CopyInAsync(string hostPath, string guestPath, CancellationToken cancellationToken = default) =>
        await (await MachineAsync(cancellationToken)).CopyInAsync(hostPath, guestPath, OrOfTest(cancellationToken));

    /// <summary>Copies a file or a directory tree out of the guest, with modes and symbolic links.</summary>
    /// <param name="guestPath">The file or directory.</param>
    /// <param name="hostPath">The full path that it gets; missing parents are made. Nothing is written outside it.</param>
    /// <param name="cancellationToken">Ends the copy; the test's token when none is given.</param>
    /// <returns>A task that ends with the copy.</returns>
    public async Task CopyOutAsync(string guestPath, string hostPath, CancellationToken cancellationToken = default) =>
        await (await MachineAsync(cancellationToken)).CopyOutAsync(guestPath, hostPath, OrOfTest(cancellationToken));

    /// <summary>Reads a file of the guest as UTF-8 text.</summary>
    /// <param name="guestPath">Its path.</param>
    /// <param name="cancellationToken">Ends the read; the test's token when none is given.</param>
    /// <returns>The text, without a byte order mark.</returns>
    public async Task<string> ReadTextAsync(string guestPath, CancellationToken cancellationToken = default) =>
        await (await MachineAsync(cancellationToken)).ReadTextAsync(guestPath, OrOfTest(cancellationToken));

    /// <summary>Reads a file of the guest.</summary>
    /// <param name="guestPath">Its path.</param>
    /// <param name="cancellationToken">Ends the read; the test's token when none is given.</param>
    /// <returns>The bytes.</returns>
    public async Task<byte[]> ReadBytesAsync(string guestPath, CancellationToken cancellationToken = default) =>
        await (await MachineAsync(cancellationToken)).ReadFileAsync(guestPath, OrOfTest(cancellationToken));

    /// <summary>Writes a file of the guest whole, as UTF-8 without a byte order mark; missing parents are made.</summary>
    /// <param name="guestPath">Its path.</param>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Ends the write; the test's token when none is given.</param>
    /// <returns>A task that ends with the write.</returns>
    public async Task WriteTextAsync(string guestPath, string text, CancellationToken cancellationToken = default) =>
        await (await MachineAsync(cancellationToken)).WriteTextAsync(guestPath, text, OrOfTest(cancellationToken));

    /// <summary>Writes a file of the guest whole; missing parents are made.</summary>
    /// <param name="guestPath">Its path.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="cancellationToken">Ends the write; the test's token when none is given.</param>
    /// <returns>A task that ends with the write.</returns>
    public async Task WriteBytesAsync(string guestPath, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        await (await MachineAsync(cancellationToken)).WriteFileAsync(guestPath, content, OrOfTest(cancellationToken));

    /// <summary>Gives a TCP port of the guest a free port on the host's loopback address, or returns the one that it has.</summary>
    /// <param name="guestPort">
    /// 1 to 65535. Connections are taken before somebody in the guest listens: see <see cref="WaitForPortAsync"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the request; the test's token when none is given.</param>
    /// <returns>Where to connect on the host.</returns>
    public async Task<IPEndPoint> ForwardPortAsync(int guestPort, CancellationToken cancellationToken = default) =>
        await (await MachineAsync(cancellationToken)).ForwardPortAsync(guestPort, OrOfTest(cancellationToken));

    /// <summary>The same as the base address of a client.</summary>
    /// <param name="guestPort">1 to 65535.</param>
    /// <param name="scheme">The address's scheme. Default <c>http</c>.</param>
    /// <param name="cancellationToken">Ends the request; the test's token when none is given.</param>
    /// <returns>An address on the host that leads to the guest's port.</returns>
    public async Task<Uri> ForwardUriAsync(int guestPort, string scheme = "http", CancellationToken cancellationToken = default)
    {
        var place = await ForwardPortAsync(guestPort, cancellationToken);
        return new UriBuilder(scheme, place.Address.ToString(), place.Port).Uri;
    }
}
