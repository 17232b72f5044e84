using System.Text;
using SmolVM.Errors;

namespace SmolVM.Guests;

/// <summary>Where and how to log in to a guest: all that the OpenSSH client needs, and nothing of the user's own settings.</summary>
/// <param name="Port">The forwarded port on the host.</param>
/// <param name="Identity">The path of the private key.</param>
/// <param name="KnownHosts">The path of a file with the one line of <see cref="KnownHostsLine"/>.</param>
/// <param name="ControlPath">The path of the socket over which commands use a connection; further ones get a number behind it.</param>
internal sealed record SshTarget(int Port, string Identity, string KnownHosts, string ControlPath)
{
    /// <summary>The client binds a temporary name that is 17 bytes longer, a socket's name has at most 107, and numbers need 4.</summary>
    public const int MaxControlPath = 86;

    /// <summary>The name of <see cref="KnownHosts"/> in a run directory.</summary>
    public const string KnownHostsFile = "known_hosts";

    public string Host { get; init; } = "127.0.0.1";

    public string User { get; init; } = "root";

    public string ControlPath { get; private init; } = Encoding.UTF8.GetByteCount(ControlPath) <= MaxControlPath
        ? ControlPath
        : throw new SmolVmException(
            ErrorCodes.Option,
            $"The socket path '{ControlPath}' has {Encoding.UTF8.GetByteCount(ControlPath)} bytes, at most {MaxControlPath} can be used. "
            + "Set XDG_RUNTIME_DIR to a directory with a shorter path.");

    /// <summary>The same login over a connection of its own.</summary>
    public SshTarget Numbered(int number) => this with { ControlPath = $"{ControlPath}.{number}" };

    /// <summary>The line that pins the guest's host key.</summary>
    /// <param name="port">The forwarded port on the host.</param>
    /// <param name="hostKey">Type and key, as <c>ssh-ed25519 AAAA…</c>.</param>
    /// <param name="host">The address on the host.</param>
    public static string KnownHostsLine(int port, string hostKey, string host = "127.0.0.1") => $"[{host}]:{port} {hostKey}\n";
}
