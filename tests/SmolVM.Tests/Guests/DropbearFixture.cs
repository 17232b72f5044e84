using System.Net;
using System.Net.Sockets;
using SmolVM.Guests;
using SmolVM.Processes;

namespace SmolVM.Tests.Guests;

/// <summary>
/// A real SSH server on the loopback address, with keys of its own. It lets root in by a key in root's home, which is covered by a
/// directory of the test's in a mount namespace of the server's, so that the host's own keys stay out of it.
/// </summary>
public sealed class DropbearFixture : IAsyncLifetime
{
    readonly TemporaryDirectory directory = new();
    readonly CommandRunner runner = new();
    readonly TaskCompletionSource listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    IRunningCommand? server;

    /// <summary>Null where the server cannot be had; the tests are skipped then, and the reason is <see cref="Missing"/>.</summary>
    internal SshTarget? Target { get; private set; }

    public string Missing { get; private set; } = "";

    internal string Home => directory["home"];

    public async ValueTask InitializeAsync()
    {
        if (Environment.UserName != "root" || !File.Exists("/usr/sbin/dropbear"))
        {
            Missing = "Needs root and /usr/sbin/dropbear (Debian package dropbear-bin).";
            return;
        }
        directory.Make("home/.ssh");
        var hostKey = await KeyAsync("host key");
        var userKey = await KeyAsync("user key");
        directory.Write("home/.ssh/authorized_keys", userKey);
        await RunAsync("dropbearconvert", "openssh", "dropbear", directory["host key"], directory["dropbear"]);
        var port = FreePort();
        directory.Write("known hosts", SshTarget.KnownHostsLine(port, hostKey));
        server = runner.Start(new Command("unshare", "-m", "sh", "-c", Serve, "sh", Home, directory["dropbear"], $"127.0.0.1:{port}")
        {
            Error = WaitUntilListening,
            DiesWithParent = true,
        });
        await Task.WhenAny(listening.Task, server.Completion);
        if (server.Completion.IsCompleted)
            Missing = "dropbear did not start: it needs a mount namespace.";
        else
            Target = new SshTarget(port, directory["user key"], directory["known hosts"], directory["c"]);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        directory.Dispose();
    }

    const string Serve = """mount --bind "$1" /root && exec /usr/sbin/dropbear -F -E -s -r "$2" -P "" -p "$3" """;

    async Task<string> KeyAsync(string name)
    {
        await RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", directory[name]);
        return string.Join(' ', (await File.ReadAllTextAsync(directory[name] + ".pub")).Split(' ').Take(2));
    }

    async Task RunAsync(params string[] argv) => (await runner.RunAsync(new Command(argv))).EnsureSuccess();

    async Task WaitUntilListening(Stream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
            if (line.Contains("Not backgrounding", StringComparison.Ordinal))
                listening.TrySetResult();
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
