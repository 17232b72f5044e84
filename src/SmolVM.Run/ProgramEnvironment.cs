using System.Collections;
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

    /// <summary>That of a program that is started now.</summary>
    /// <param name="isTerminal">Whether it gets a terminal.</param>
    /// <param name="isTest">Whether it is a test program.</param>
    /// <param name="isHost">Whether it uses the runtime of the host.</param>
    public static Dictionary<string, string> Now(bool isTerminal, bool isTest, bool isHost)
    {
        var own = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");
        var environment = Of(own, OfParent(own), isTerminal);
        if (isHost && Path.GetDirectoryName(Environment.ProcessPath) is { } dotnet)
            environment["DOTNET_ROOT"] = dotnet;
        // Every machine is new: its test platform would introduce itself each time, and ask a network that is mostly closed.
        if (isTest)
            environment.TryAdd("TESTINGPLATFORM_TELEMETRY_OPTOUT", "1");
        return environment;
    }

    /// <param name="own">What this process has.</param>
    /// <param name="parent">What <c>dotnet</c> was started with.</param>
    /// <param name="isTerminal">Whether the program gets a terminal.</param>
    internal static Dictionary<string, string> Of(
        IReadOnlyDictionary<string, string> own, IReadOnlyDictionary<string, string> parent, bool isTerminal) =>
        own.Where(variable =>
                (!IsOfTheHost(variable.Key) && parent.GetValueOrDefault(variable.Key) != variable.Value)
                || variable.Key.StartsWith("TESTINGPLATFORM_", StringComparison.Ordinal)
                || (isTerminal && OfTerminals.Contains(variable.Key)))
            .ToDictionary();

    /// <summary>What the parent of this process was started with; this process's own where that cannot be read.</summary>
    static IReadOnlyDictionary<string, string> OfParent(IReadOnlyDictionary<string, string> own)
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
