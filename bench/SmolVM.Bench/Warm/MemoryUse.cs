using System.Globalization;

namespace SmolVM.Bench.Warm;

/// <summary>What <c>/proc/PID/smaps_rollup</c> says.</summary>
static class MemoryUse
{
    /// <summary>
    /// What is gone with the process. A page of a file on a tmpfs counts as such while no other process has it mapped: a second clone
    /// shares it.
    /// </summary>
    public const string PrivateDirty = "Private_Dirty:";

    /// <summary>Pages that are no file's: written since the process began.</summary>
    public const string Anonymous = "Anonymous:";

    public static double MiB(string text, string key)
    {
        var line = text.Split('\n').First(line => line.StartsWith(key, StringComparison.Ordinal));
        return long.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) / 1024.0;
    }
}
