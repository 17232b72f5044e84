using System.Text;
using SmolVM.Errors;

namespace SmolVM.Guests;

/// <summary>Where and how to log in to a guest: all that the OpenSSH client needs, and nothing of the user's own settings.</summary>
/// <param name="Port">The forwarded port on the host.</param>
/// <param name="Identity">The path of the private key.</param>
/// <param name="KnownHosts">The path of a file with the one line of <see cref="KnownHostsLine"/>.</param>
/// <param name="ControlPath">The path of the socket over which commands share one connection.</param>
internal sealed record SshTarget(int Port, string Identity, string KnownHosts, string ControlPath)
{
    /// <summary>The client binds a temporary name that is 17 bytes longer, and a socket's name has at most 107.</summary>
    public const int MaxControlPath = 90;

    public string Host { get; init; } = "127.0.0.1";

    public string User { get; init; } = "root";

    public string ControlPath { get; } = Encoding.UTF8.GetByteCount(ControlPath) <= MaxControlPath
        ? ControlPath
        : throw new SmolVmException(
            ErrorCodes.Option,
            $"The socket path '{ControlPath}' has {Encoding.UTF8.GetByteCount(ControlPath)} bytes, and SSH takes at most {MaxControlPath}. "
            + "Set XDG_RUNTIME_DIR to a directory with a shorter path.");

    /// <summary>The line that pins the guest's host key.</summary>
    /// <param name="port">The forwarded port on the host.</param>
    /// <param name="hostKey">Type and key, as <c>ssh-ed25519 AAAA…</c>.</param>
    /// <param name="host">The address on the host.</param>
    public static string KnownHostsLine(int port, string hostKey, string host = "127.0.0.1") => $"[{host}]:{port} {hostKey}\n";
}
