using System.Globalization;
using System.Text.RegularExpressions;

namespace SmolVM.Smolvm;

/// <summary>A version of the <c>smolvm</c> program: what it can do, and how it wants to be told, follows from it.</summary>
internal readonly partial record struct SmolvmVersion(int Major, int Minor, int Patch) : IComparable<SmolvmVersion>
{
    /// <summary>The oldest that can be driven.</summary>
    public static readonly SmolvmVersion Oldest = new(0, 5, 12);

    /// <summary>The newest whose arguments are known. One that is newer is driven as this one.</summary>
    public static readonly SmolvmVersion Newest = new(1, 9, 3);

    /// <summary>What the tool of this project calls itself.</summary>
    public const string OwnName = "dotnet-smolvm";

    /// <summary>The version to write arguments for.</summary>
    public SmolvmVersion Known => this > Newest ? Newest : this;

    /// <summary>Reads <c>X.Y.Z</c>.</summary>
    public static SmolvmVersion Parse(string text) => TryParse(text) ?? throw new FormatException($"'{text}' is no version X.Y.Z.");

    /// <summary>Reads what <c>smolvm --version</c> prints: exactly one line, <c>smolvm X.Y.Z</c>.</summary>
    public static SmolvmVersion? ParseOutput(string output) =>
        Line().Match(output) is { Success: true } match ? TryParse(match.Groups[1].Value) : null;

    /// <summary>What the <c>dotnet smolvm</c> of this project prints: it takes the arguments of <see cref="Newest"/>.</summary>
    /// <param name="own">The version of the tool itself.</param>
    public static string OwnLine(string own) => $"{OwnName} {own} (takes the arguments of smolvm {Newest})";

    /// <summary>Reads <see cref="OwnLine"/>.</summary>
    public static SmolvmVersion? ParseOwn(string output) =>
        Own().Match(output) is { Success: true } match ? TryParse(match.Groups[1].Value) : null;

    public int CompareTo(SmolvmVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");

    public static bool operator <(SmolvmVersion left, SmolvmVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(SmolvmVersion left, SmolvmVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(SmolvmVersion left, SmolvmVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SmolvmVersion left, SmolvmVersion right) => left.CompareTo(right) >= 0;

    static SmolvmVersion? TryParse(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 3 && Number(parts[0]) is { } major && Number(parts[1]) is { } minor && Number(parts[2]) is { } patch
            ? new SmolvmVersion(major, minor, patch)
            : null;
    }

    static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^dotnet-smolvm [^ ]+ \(takes the arguments of smolvm (\d+\.\d+\.\d+)\)\r?\n?\z")]
    private static partial Regex Own();

    [GeneratedRegex(@"^smolvm (\d+\.\d+\.\d+)\r?\n?\z")]
    private static partial Regex Line();
}
