using System.Globalization;
using SmolVM.Mounts;

namespace SmolVM.Guests;

/// <summary>How the OpenSSH client is started.</summary>
static class SshArgv
{
    /// <summary>The connection that the others use. It says the marker when it stands, and ends when its standard input does.</summary>
    public static IReadOnlyList<string> Master(SshTarget target, string marker) =>
        ["ssh", .. Batch(target), .. Control(target, "yes"), "-T", .. Destination(target), "--", $"echo {marker}; read -r end"];

    /// <summary>One command. The remote shell gets one string: see <see cref="SshRemote"/>.</summary>
    public static IReadOnlyList<string> Exec(SshTarget target, string remote, bool terminal) =>
        ["ssh", .. Batch(target), .. Control(target, "no"), terminal ? "-tt" : "-T", .. Destination(target), "--", remote];

    /// <summary>For a person: a connection of its own.</summary>
    public static IReadOnlyList<string> Login(SshTarget target) => ["ssh", .. Common(target), .. Destination(target)];

    /// <summary>The same as a line to paste into a shell.</summary>
    public static string Command(SshTarget target) => ShellQuote.Line(Login(target));

    static IEnumerable<string> Batch(SshTarget target) =>
        [.. Common(target), .. Options("BatchMode=yes", "ServerAliveInterval=5", "ServerAliveCountMax=6")];

    // -F none and the options after it: nothing of the user's own settings, keys, agent or known hosts. The cheapest key exchange that
    // OpenSSH and dropbear share: emulated guests pay for it dearly.
    static IEnumerable<string> Common(SshTarget target) =>
    [
        "-F", "none",
        .. Options(
            "IdentitiesOnly=yes",
            "IdentityAgent=none",
            $"IdentityFile={Path(target.Identity)}",
            "StrictHostKeyChecking=yes",
            $"UserKnownHostsFile={Path(target.KnownHosts)}",
            "GlobalKnownHostsFile=none",
            "UpdateHostKeys=no",
            "PreferredAuthentications=publickey",
            "KexAlgorithms=curve25519-sha256",
            "ConnectTimeout=15",
            "LogLevel=ERROR"),
    ];

    static IEnumerable<string> Control(SshTarget target, string master) =>
        Options($"ControlMaster={master}", "ControlPersist=no", $"ControlPath={Path(target.ControlPath)}");

    static IEnumerable<string> Destination(SshTarget target) =>
        ["-p", target.Port.ToString(CultureInfo.InvariantCulture), $"{target.User}@{target.Host}"];

    static IEnumerable<string> Options(params string[] options) => options.SelectMany(option => (string[])["-o", option]);

    // The client splits values at blanks unless they are quoted, and expands %.
    static string Path(string path) =>
        ShellQuote.IsPlain(path) ? path : $"\"{path.Replace(@"\", @"\\").Replace("\"", "\\\"").Replace("%", "%%")}\"";
}
