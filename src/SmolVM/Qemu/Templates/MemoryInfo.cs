using System.Globalization;

namespace SmolVM.Qemu.Templates;

/// <summary>What <c>/proc/meminfo</c> says.</summary>
internal static class MemoryInfo
{
    const string Key = "MemAvailable:";

    /// <summary>The bytes that can be used without swapping; none where the kernel does not say.</summary>
    public static long Available(string text)
    {
        var line = text.Split('\n').FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
        var number = line?[Key.Length..].Trim().Split(' ')[0];
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes) ? kibibytes << 10 : 0;
    }
}
