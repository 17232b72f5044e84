using SmolVM.Errors;

namespace SmolVM.Guests;

/// <summary>Files of a guest, by <c>tar</c> and <c>cat</c> over any channel.</summary>
/// <param name="channel">What runs the programs.</param>
/// <param name="tools">Words put before the names of programs, for guests that may lack them (<c>/run/smolvm/busybox</c>).</param>
internal sealed class GuestFiles(IGuestChannel channel, IReadOnlyList<string> tools)
{
    /// <summary>A whole tree may be large and the guest emulated.</summary>
    static readonly TimeSpan CopyTimeout = TimeSpan.FromMinutes(30);

    /// <summary>The most that is read into memory.</summary>
    const int ReadLimit = 1 << 30;

    public async Task CopyInAsync(string hostPath, string guestPath, CancellationToken cancellationToken)
    {
        var (parent, name) = Split(guestPath);
        var sender = TreeSender.Open(hostPath, name);
        var mode = Convert.ToString((int)sender.Mode, 8);
        var command = sender.IsDirectory
            ? Script(GuestScripts.UnpackDirectory, guestPath, mode)
            : Script(GuestScripts.UnpackFile, guestPath, parent);
        try
        {
            await RunAsync(command, sender.SendAsync, null, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SmolVmException(ErrorCodes.Exec, $"'{hostPath}' could not be copied into the guest: {e.Message}", e);
        }
    }

    public async Task CopyOutAsync(string guestPath, string hostPath, CancellationToken cancellationToken)
    {
        var (parent, name) = Split(guestPath);
        var receiver = new TreeReceiver(guestPath, Path.GetFullPath(hostPath));
        try
        {
            await RunAsync(Script(GuestScripts.Pack, guestPath, parent, name), null, receiver.ReceiveAsync, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new SmolVmException(ErrorCodes.Exec, $"'{guestPath}' could not be copied out to '{hostPath}': {e.Message}", e);
        }
    }

    public async Task<byte[]> ReadAsync(string guestPath, CancellationToken cancellationToken)
    {
        Split(guestPath);
        using var content = new MemoryStream();
        await RunAsync(new GuestCommand([.. tools, "cat", guestPath]), null, ReadAllAsync, cancellationToken);
        return content.ToArray();

        async Task ReadAllAsync(Stream stream, CancellationToken token)
        {
            var buffer = new byte[64 * 1024];
            for (int read; (read = await stream.ReadAsync(buffer, token)) > 0;)
            {
                if (content.Length + read > ReadLimit)
                    throw new SmolVmException(
                        ErrorCodes.Exec, $"'{guestPath}' is larger than {ReadLimit >> 20} MiB. Copy it out to a file instead.");
                content.Write(buffer, 0, read);
            }
        }
    }

    public Task WriteAsync(string guestPath, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var (parent, _) = Split(guestPath);
        var temporary = $"{parent.TrimEnd('/')}/.smolvm-{Guid.NewGuid():N}";
        return RunAsync(
            Script(GuestScripts.Write, guestPath, parent, temporary, $"{content.Length}"),
            (stream, token) => stream.WriteAsync(content, token).AsTask(),
            null,
            cancellationToken);
    }

    async Task RunAsync(
        GuestCommand command,
        Func<Stream, CancellationToken, Task>? input,
        Func<Stream, CancellationToken, Task>? output,
        CancellationToken cancellationToken)
    {
        var captured = new BoundedCapture(GuestExec.CaptureLimit);
        var errors = new BoundedCapture(GuestExec.CaptureLimit);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var exit = await new GuestRun(channel, command with { WorkingDirectory = "/", Timeout = CopyTimeout })
        {
            Input = input,
            Output = output ?? captured.ReadAsync,
            Error = errors.ReadAsync,
            Seen = () => (captured.ToString(), errors.ToString()),
        }.RunAsync(cancellationToken);
        new ExecResult(command.Argv, exit, captured.ToString(), errors.ToString(), clock.Elapsed).EnsureSuccess();
    }

    GuestCommand Script(string script, params string[] arguments) => new(GuestShell.Argv(tools, script, arguments));

    static (string Parent, string Name) Split(string guestPath)
    {
        if (!guestPath.StartsWith('/') || guestPath.Contains('\0'))
            throw new SmolVmException(
                ErrorCodes.Option, $"A path in the guest must be an absolute path: '{guestPath.Replace("\0", "\\0")}'. Begin it with '/'.");
        var path = guestPath.TrimEnd('/');
        var slash = path.LastIndexOf('/');
        return slash < 0 ? ("/", ".") : (path[..Math.Max(slash, 1)], path[(slash + 1)..]);
    }
}
