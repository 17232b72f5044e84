using System.Text.RegularExpressions;

namespace SmolVM.Images.Containers;

/// <summary>Digests as images write them: <c>sha256:</c> and 64 hexadecimal digits.</summary>
internal static partial class ImageDigest
{
    const string Prefix = "sha256:";

    public static string Of(byte[] content) => Prefix + ContentHash.Of(content);

    public static string OfHash(byte[] hash) => Prefix + Convert.ToHexStringLower(hash);

    /// <summary>The hexadecimal digits.</summary>
    /// <exception cref="InvalidDataException">It is another text, or of another algorithm.</exception>
    public static string Hex(string? digest) => digest is not null && Pattern().IsMatch(digest)
        ? digest[Prefix.Length..]
        : throw new InvalidDataException($"'{digest}' is no SHA-256 digest");

    [GeneratedRegex(@"^sha256:[0-9a-f]{64}\z")]
    private static partial Regex Pattern();
}
