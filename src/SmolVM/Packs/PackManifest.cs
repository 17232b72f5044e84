using System.Text.Json.Serialization;

namespace SmolVM.Packs;

/// <summary>What a <c>.smolmachine</c> file says about itself.</summary>
public sealed record PackManifest
{
    /// <summary><c>container</c>: the file system is made of layers; <c>vm</c>: it is a disk. Default <c>container</c>.</summary>
    [JsonPropertyName("mode")]
    public string Mode { get; init; } = "container";

    /// <summary>What the machine was made from: an image's name or reference, or <c>vm://NAME</c>.</summary>
    [JsonPropertyName("image")]
    public required string Image { get; init; }

    /// <summary>The digest of the content, <c>sha256:…</c>, or <c>none</c>.</summary>
    [JsonPropertyName("digest")]
    public required string Digest { get; init; }

    /// <summary>What the guest runs on, such as <c>linux/amd64</c>.</summary>
    [JsonPropertyName("platform")]
    public required string Platform { get; init; }

    /// <summary>The program that a container starts with; may be empty.</summary>
    [JsonPropertyName("entrypoint")]
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    /// <summary>The default arguments; may be empty.</summary>
    [JsonPropertyName("cmd")]
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Variables, each as <c>NAME=VALUE</c>; of two with the same name the later one holds.</summary>
    [JsonPropertyName("env")]
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>The working directory in the guest, or null.</summary>
    [JsonPropertyName("workdir"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WorkingDirectory { get; init; }

    /// <summary>Virtual CPUs.</summary>
    [JsonPropertyName("cpus")]
    public required byte Cpus { get; init; }

    /// <summary>Memory in MiB.</summary>
    [JsonPropertyName("mem")]
    public required uint MemoryMiB { get; init; }

    /// <summary>The bytes of all layers, uncompressed; 0 where it is not known.</summary>
    [JsonPropertyName("image_size")]
    public ulong ImageSize { get; init; }

    /// <summary>Whether the machine reaches the network.</summary>
    [JsonPropertyName("network")]
    public bool Network { get; init; }

    /// <summary>Whether the machine has a virtual GPU.</summary>
    [JsonPropertyName("gpu")]
    public bool Gpu { get; init; }

    /// <summary>Whether the machine uses CUDA.</summary>
    [JsonPropertyName("cuda")]
    public bool Cuda { get; init; }

    /// <summary>What the pack was made on, such as <c>linux/amd64</c>; empty where it is not known.</summary>
    [JsonPropertyName("host_platform")]
    public string HostPlatform { get; init; } = "";

    /// <summary>When it was made, RFC 3339; empty where it is not known.</summary>
    [JsonPropertyName("created")]
    public string Created { get; init; } = "";

    /// <summary>The version of the program that wrote it, for information; <c>…+dotnet.qemu</c> for this library's own engine.</summary>
    [JsonPropertyName("smolvm_version")]
    public string SmolvmVersion { get; init; } = "";

    /// <summary>The engine whose machine was packed, as <see cref="SmolvmVersion"/> tells it: <c>qemu</c> or <c>smolvm</c>.</summary>
    [JsonIgnore]
    public string Engine => PackEngine.Of(SmolvmVersion);

    /// <summary>
    /// The names of the secrets that a machine of it would take from the host (<c>secret_refs</c>). A pack with any is refused unless it is
    /// only inspected.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The files inside.</summary>
    [JsonPropertyName("assets")]
    public required PackAssets Assets { get; init; }
}
