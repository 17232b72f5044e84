using System.Collections;

namespace SmolVM.Smolvm;

/// <summary>
/// The variables that the program gets: those that it reads or that its own helpers need. A pack can ask for any variable of the program's
/// environment, and the rest of ours is nobody's business in a guest.
/// </summary>
internal static class SmolvmEnvironment
{
    static readonly HashSet<string> Kept = new(StringComparer.OrdinalIgnoreCase)
    {
        "PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TEMP", "TMP", "LANG", "TZ", "RUST_LOG", "RUST_BACKTRACE", "DOCKER_CONFIG",
        "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
        "SystemRoot", "SystemDrive", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "ProgramData", "PATHEXT", "COMSPEC",
    };

    // Chooses among our engines; a program that is itself one of them would look for another program.
    const string Engine = "SMOLVM_ENGINE";

    static readonly string[] KeptPrefixes = ["SMOLVM_", "XDG_", "LC_"];

    /// <summary>What to take away from an environment, as a command's own says it.</summary>
    public static Dictionary<string, string?> Reduce(IDictionary environment) =>
        environment.Keys.Cast<string>().Where(name => !IsKept(name)).ToDictionary(name => name, _ => (string?)null);

    static bool IsKept(string name) => name != Engine
        && (Kept.Contains(name) || Array.Exists(KeptPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
}
