using System.Globalization;

namespace SmolVM.Images;

/// <summary>A package as apt would download it now.</summary>
internal sealed record PackageFile(string Name, string Version, string FileName, long Size)
{
    /// <summary>Reads what <c>apt-get download --print-uris</c> prints: <c>'URI' FILE SIZE HASH</c> a line.</summary>
    public static IReadOnlyList<PackageFile> ParseUris(string output) =>
        [.. output.Split('\n').Where(line => line.StartsWith('\'')).Select(ParseLine).OrderBy(file => file.Name, StringComparer.Ordinal)];

    static PackageFile ParseLine(string line)
    {
        var words = line[(line.IndexOf('\'', 1) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var parts = words[0].Split('_');
        return new PackageFile(parts[0], Uri.UnescapeDataString(parts[1]), words[0], long.Parse(words[1], CultureInfo.InvariantCulture));
    }
}
