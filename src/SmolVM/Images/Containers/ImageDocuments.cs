using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmolVM.Images.Containers;

/// <summary>An image of a docker archive: an element of its <c>manifest.json</c>.</summary>
internal sealed record DockerImage
{
    [JsonPropertyName("Config")]
    public string? Configuration { get; init; }

    [JsonPropertyName("RepoTags")]
    public IReadOnlyList<string?>? Tags { get; init; }

    [JsonPropertyName("Layers")]
    public IReadOnlyList<string?>? Layers { get; init; }
}

/// <summary>An OCI index, or docker's manifest list.</summary>
internal sealed record OciIndex
{
    [JsonPropertyName("manifests")]
    public IReadOnlyList<OciDescriptor?>? Manifests { get; init; }
}

/// <summary>An OCI image manifest, or docker's.</summary>
internal sealed record OciManifest
{
    [JsonPropertyName("config")]
    public OciDescriptor? Configuration { get; init; }

    [JsonPropertyName("layers")]
    public IReadOnlyList<OciDescriptor?>? Layers { get; init; }
}

/// <summary>What names a blob.</summary>
internal sealed record OciDescriptor
{
    [JsonPropertyName("mediaType")]
    public string? MediaType { get; init; }

    [JsonPropertyName("digest")]
    public string? Digest { get; init; }

    [JsonPropertyName("platform")]
    public OciPlatform? Platform { get; init; }

    [JsonPropertyName("annotations")]
    public IReadOnlyDictionary<string, string?>? Annotations { get; init; }
}

/// <summary>What an image runs on.</summary>
internal sealed record OciPlatform
{
    [JsonPropertyName("os")]
    public string? OperatingSystem { get; init; }

    [JsonPropertyName("architecture")]
    public string? Architecture { get; init; }

    /// <summary>Null where it says nothing: the SDK's own index has an empty one.</summary>
    public string? Name => string.IsNullOrEmpty(OperatingSystem) ? null : $"{OperatingSystem}/{Architecture}";
}

/// <summary>An image's configuration.</summary>
internal sealed record OciConfiguration
{
    [JsonPropertyName("os")]
    public string? OperatingSystem { get; init; }

    [JsonPropertyName("architecture")]
    public string? Architecture { get; init; }

    [JsonPropertyName("config")]
    public OciProcess? Process { get; init; }

    [JsonPropertyName("rootfs")]
    public OciRoot? Root { get; init; }
}

/// <summary>What a container of an image runs.</summary>
internal sealed record OciProcess
{
    [JsonPropertyName("User")]
    public string? User { get; init; }

    [JsonPropertyName("Env")]
    public IReadOnlyList<string?>? Environment { get; init; }

    [JsonPropertyName("Entrypoint")]
    public IReadOnlyList<string?>? Entrypoint { get; init; }

    [JsonPropertyName("Cmd")]
    public IReadOnlyList<string?>? Command { get; init; }

    [JsonPropertyName("WorkingDir")]
    public string? WorkingDirectory { get; init; }

    /// <summary>The keys count: <c>8080/tcp</c>.</summary>
    [JsonPropertyName("ExposedPorts")]
    public IReadOnlyDictionary<string, JsonElement>? Ports { get; init; }
}

/// <summary>The tars that an image's file system is made of, by their digests.</summary>
internal sealed record OciRoot
{
    [JsonPropertyName("diff_ids")]
    public IReadOnlyList<string?>? DiffIds { get; init; }
}
