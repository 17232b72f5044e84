using System.Security.Cryptography;
using System.Text.Json;

namespace SmolVM.Qemu.Templates;

/// <summary>
/// What a frozen machine's directory must hold, so that a file which somebody cut or changed is found before QEMU gets it.
/// </summary>
internal sealed record TemplateManifest
{
    static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>The build of QEMU that made it, for people.</summary>
    public required string Qemu { get; init; }

    public required long MemoryBytes { get; init; }

    /// <summary>Of the state. The memory is too large to be read at each start, and a truncated one is found by its size.</summary>
    public required string StateSha256 { get; init; }

    /// <summary>QEMU's name of the format; null where there is no disk.</summary>
    public string? DiskFormat { get; init; }

    public static string Hash(ReadOnlySpan<byte> state) => Convert.ToHexStringLower(SHA256.HashData(state));

    public Task WriteAsync(string path, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(path, JsonSerializer.Serialize(this, Json), cancellationToken);

    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static TemplateManifest Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<TemplateManifest>(File.ReadAllText(path), Json) ?? throw new InvalidDataException($"'{path}' is empty");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' is no manifest: {e.Message}", e);
        }
    }
}
