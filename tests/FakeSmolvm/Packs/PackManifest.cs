using System.Text.Json;

namespace FakeSmolvm.Packs;

/// <summary>The manifest of a pack, by the keys of the contract.</summary>
sealed record PackManifest
{
    public string Mode { get; init; } = "container";

    public required string Image { get; init; }

    public required string Digest { get; init; }

    public required string Platform { get; init; }

    public IReadOnlyList<string>? Entrypoint { get; init; }

    public IReadOnlyList<string>? Cmd { get; init; }

    public IReadOnlyList<string>? Env { get; init; }

    public Dictionary<string, JsonElement>? SecretRefs { get; init; }

    public string? Workdir { get; init; }

    public required int Cpus { get; init; }

    public required uint Mem { get; init; }

    public ulong ImageSize { get; init; }

    public bool Network { get; init; }

    public bool Gpu { get; init; }

    public string? HostPlatform { get; init; }

    public string? Created { get; init; }

    public string? SmolvmVersion { get; init; }

    public required PackAssets Assets { get; init; }

    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(this, FakeJson.Default.PackManifest);

    /// <exception cref="CliException">It is no manifest that the version reads.</exception>
    public static PackManifest Decode(byte[] utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, FakeJson.Default.PackManifest)!;
        }
        catch (JsonException e)
        {
            throw CliException.Config("read manifest", e.Message);
        }
    }
}

/// <summary>The files in a pack; their sizes are those before compression.</summary>
sealed record PackAssets
{
    public required IReadOnlyList<PackAsset> Libraries { get; init; }

    public required PackAsset AgentRootfs { get; init; }

    public required IReadOnlyList<PackLayer> Layers { get; init; }

    public PackAsset? StorageTemplate { get; init; }

    public PackAsset? OverlayTemplate { get; init; }

    public ulong? OverlayLogicalSize { get; init; }
}

sealed record PackAsset(string Path, long Size);

sealed record PackLayer(string Digest, string Path, long Size);
