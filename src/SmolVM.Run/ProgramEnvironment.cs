using SmolVM.Processes;

namespace SmolVM.Run;

/// <summary>
/// What a program in the guest gets of the host's environment: not the user's own, which is of the host and may hold secrets, but what
/// <c>dotnet</c> was asked to set for it (<c>-e</c>, a launch profile), and what speaks to test programs and of the terminal.
/// </summary>
static class ProgramEnvironment
{
    static readonly string[] OfTheHost = ["DOTNET_HOST_PATH", "PWD", "OLDPWD", "SHLVL", "_"];
    static readonly string[] OfTheHostPrefixes = ["MSBUILD", "_MSBUILD", "DOTNET_ROOT", "DOTNET_CLI_TELEMETRY"];
    static readonly string[] OfTerminals = ["COLORTERM", "NO_COLOR", "TERM"];

    /// <param name="own">What this process has.</param>
    /// <param name="parent">What <c>dotnet</c> was started with.</param>
    /// <param name="terminal">Whether the program gets a terminal.</param>
    public static Dictionary<string, string> Of(
        IReadOnlyDictionary<string, string> own, IReadOnlyDictionary<string, string> parent, bool terminal) =>
        own.Where(variable =>
                (!IsOfTheHost(variable.Key) && parent.GetValueOrDefault(variable.Key) != variable.Value)
                || variable.Key.StartsWith("TESTINGPLATFORM_", StringComparison.Ordinal)
                || (terminal && OfTerminals.Contains(variable.Key)))
            .ToDictionary();

    /// <summary>The environment that the parent of this process was started with; this process's own when it cannot be read.</summary>
    public static IReadOnlyDictionary<string, string> OfParent(IReadOnlyDictionary<string, string> own)
    {
        try
        {
            return ProcessStat.OfLiving(Environment.ProcessId) is { } self
                ? Parse(File.ReadAllText($"/proc/{self.Parent}/environ"))
                : own;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return own;
        }
    }

    internal static Dictionary<string, string> Parse(string environ)
    {
        var variables = new Dictionary<string, string>();
        foreach (var variable in environ.Split('\0'))
            if (variable.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
                variables[variable[..equals]] = variable[(equals + 1)..];
        return variables;
    }

    static bool IsOfTheHost(string name) => OfTheHost.Contains(name)
        || OfTheHostPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
