using System.Security.Cryptography;
using System.Text;

namespace SmolVM.Images;

/// <summary>Keys of the cache: SHA-256 over parts that cannot run into each other.</summary>
internal static class ContentHash
{
    public static string Of(params IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Select(part => $"{part.Length}:{part};")))));

    public static string Of(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static async Task<string> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }
}
