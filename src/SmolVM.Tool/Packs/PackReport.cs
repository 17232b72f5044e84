using System.Globalization;
using System.Text.Json.Nodes;
using SmolVM.Packs;

namespace SmolVM.Tool.Packs;

/// <summary>What a pack says about itself, for people and for programs.</summary>
internal static class PackReport
{
    const int LabelWidth = 13;

    /// <summary>With the labels of the <c>smolvm</c> program, and further ones behind them.</summary>
    public static IEnumerable<string> Lines(PackReader pack)
    {
        var manifest = pack.Manifest;
        (string Label, string Value)[] lines =
        [
            ("Mode", manifest.Mode),
            ("Image", manifest.Image),
            ("Digest", manifest.Digest),
            ("Platform", manifest.Platform),
            ("CPUs", manifest.Cpus.ToString(CultureInfo.InvariantCulture)),
            ("Memory", $"{manifest.MemoryMiB} MiB"),
            ("Network", manifest.Network ? "enabled" : ""),
            ("Entrypoint", string.Join(' ', manifest.Entrypoint)),
            ("Cmd", string.Join(' ', manifest.Command)),
            ("Workdir", manifest.WorkingDirectory ?? ""),
            ("Env", string.Join(' ', manifest.Environment)),
            ("Checksum", pack.Checksum.ToString("x8", CultureInfo.InvariantCulture)),
            ("Secrets", string.Join(' ', manifest.Secrets)),
            ("Made with", $"{manifest.Engine} {manifest.SmolvmVersion}".TrimEnd()),
            ("Made on", manifest.HostPlatform),
            ("Created", manifest.Created),
            .. manifest.Assets.Layers.Select(layer => ("Layer", $"{layer.Digest} ({Size(layer.Size)})")),
            ("File size", Size((ulong)pack.Length)),
        ];
        return from line in lines where line.Value.Length > 0 select $"{line.Label + ":",-LabelWidth}{OneLine(line.Value)}";
    }

    /// <summary>
    /// The manifest as it stands in the file, completed by what it leaves out, and the two keys that the <c>smolvm</c> program adds: for it
    /// a pack is one layer of a registry's artifact.
    /// </summary>
    public static JsonObject Json(PackReader pack, string digest)
    {
        var json = Parse(pack.ManifestJson);
        foreach (var (key, value) in Parse(PackManifestJson.Write(pack.Manifest)))
        {
            if (!json.ContainsKey(key))
                json[key] = value?.DeepClone();
        }
        json["layer_size"] = pack.Length;
        json["layer_digest"] = digest;
        return json;
    }

    public static string Size(ulong bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB");

    static JsonObject Parse(ReadOnlyMemory<byte> utf8) => JsonNode.Parse(utf8.Span)!.AsObject();

    // A pack of somebody else must not draw on the terminal.
    static string OneLine(string value) => string.Concat(value.Select(letter => char.IsControl(letter) ? '?' : letter));
}
