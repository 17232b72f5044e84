using System.Text;

namespace SmolVM.Packs.Tar;

/// <summary>Names as bytes, one char each.</summary>
internal static class TarName
{
    public static string FromBytes(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static byte[] ToBytes(string name) => Encoding.Latin1.GetBytes(name);

    public static string FromText(string text) => FromBytes(Encoding.UTF8.GetBytes(text));

    /// <summary>The name as text for a message or for a file of the host.</summary>
    public static string ToText(string name) => Encoding.UTF8.GetString(ToBytes(name));

    /// <summary>The name for a message: one line, without control characters.</summary>
    public static string Show(string name) => string.Concat(ToText(name).Select(c => char.IsControl(c) ? '?' : c));

    /// <summary>The name without <c>./</c>, doubled and trailing slashes; empty for the root itself.</summary>
    /// <exception cref="InvalidDataException">It is absolute or has a part <c>..</c>.</exception>
    public static string Clean(string name)
    {
        // Some programs call the root so.
        if (name.StartsWith('/') && name.AsSpan().ContainsAnyExcept('/'))
            throw new InvalidDataException($"the name '{Show(name)}' is absolute");
        if (IsClean(name))
            return name;
        var parts = name.Split('/').Where(part => part is not ("" or ".")).ToArray();
        if (parts.Contains(".."))
            throw new InvalidDataException($"the name '{Show(name)}' leads upward");
        return string.Join('/', parts);
    }

    /// <summary>An absolute name as one below the root that is unpacked, which is what container engines and GNU tar take it for.</summary>
    public static string BelowRoot(string name) => name.TrimStart('/') is { Length: > 0 } below ? below : name;

    // Most names of a tree need no change; splitting each would cost more than all the rest.
    static bool IsClean(string name) =>
        !name.StartsWith('.') && !name.EndsWith('/')
        && !name.Contains("//", StringComparison.Ordinal) && !name.Contains("/.", StringComparison.Ordinal);

    public static string ParentOf(string cleanName) => cleanName.LastIndexOf('/') is var slash and >= 0 ? cleanName[..slash] : "";
}
