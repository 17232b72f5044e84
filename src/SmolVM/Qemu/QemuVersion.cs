using System.Text.RegularExpressions;

namespace SmolVM.Qemu;

/// <summary>What <c>qemu-system-… --version</c> says.</summary>
/// <param name="Version">The number.</param>
/// <param name="Build">The whole first line: it tells the distribution's builds apart.</param>
internal sealed partial record QemuVersion(Version Version, string Build)
{
    /// <summary>7.2 is Debian 12's: the oldest that this engine is tested with.</summary>
    public static readonly Version Oldest = new(7, 2);

    public static QemuVersion? Parse(string output)
    {
        var line = output.Split('\n')[0].Trim();
        return Pattern().Match(line) is { Success: true } match && System.Version.TryParse(match.Groups[1].Value, out var version)
            ? new QemuVersion(version, line)
            : null;
    }

    [GeneratedRegex(@"^QEMU emulator version (\d+\.\d+(\.\d+)?)")]
    private static partial Regex Pattern();
}
