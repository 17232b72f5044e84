using System.Globalization;
using System.Reflection;

namespace SmolVM.Packs;

/// <summary>What the writer of a pack is told about the machine; the rest of the manifest follows from the layer.</summary>
internal sealed record PackDescription
{
    readonly string image = "";

    /// <summary>The image that the machine was made from. Of a path only the last name is kept: the rest is the host's own.</summary>
    public required string Image
    {
        get => image;
        init => image = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(value)));
    }

    public byte Cpus { get; init; } = 2;

    public uint MemoryMiB { get; init; } = 512;

    public bool Network { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string? WorkingDirectory { get; init; }

    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    public IReadOnlyList<string> Command { get; init; } = [];

    public string Platform { get; init; } = GuestPlatform.Name;

    public required DateTimeOffset Created { get; init; }

    // The smolvm program wants the key up to 1.7.1 and does not look at the value.
    static string Version { get; } = PackEngine.Version(
        typeof(PackDescription).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion, "qemu");

    public PackManifest ToManifest(LayerFile layer) => new()
    {
        Image = Image,
        Digest = layer.Digest,
        Platform = Platform,
        Entrypoint = Entrypoint,
        Command = Command,
        Environment = [.. Environment.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")],
        WorkingDirectory = WorkingDirectory,
        Cpus = Cpus,
        MemoryMiB = MemoryMiB,
        ImageSize = (ulong)layer.Size,
        Network = Network,
        HostPlatform = GuestPlatform.Name,
        Created = Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        SmolvmVersion = Version,
        Assets = new PackAssets
        {
            Libraries = [],
            AgentRootfs = new PackAsset(AssetsTar.AgentRootfs, AssetsTar.EmptyTarSize),
            Layers = [new PackLayer(layer.Digest, AssetsTar.LayerPath(layer), (ulong)layer.Size)],
        },
    };
}
