using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SmolVM.Packs;

/// <summary>The manifest as it stands in the file: indented UTF-8 JSON, empty lists left out.</summary>
internal static class PackManifestJson
{
    static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { OmitEmptyLists } },
    };

    static readonly string[] RequiredKeys = ["image", "digest", "platform", "cpus", "mem", "assets"];
    static readonly string[] RequiredAssets = ["libraries", "agent_rootfs", "layers"];

    public static byte[] Write(PackManifest manifest) => JsonSerializer.SerializeToUtf8Bytes(manifest, Options);

    /// <summary>The manifest of a pack of which a machine is to be made.</summary>
    /// <exception cref="InvalidDataException">It is not a manifest of use; the message is a clause without a full stop.</exception>
    public static PackManifest Read(ReadOnlyMemory<byte> utf8)
    {
        var manifest = Describe(utf8);
        EnsureUsable(manifest);
        return manifest;
    }

    /// <summary>Any manifest, also one with which a pack would take something from the host.</summary>
    /// <exception cref="InvalidDataException">It is not a manifest; the message is a clause without a full stop.</exception>
    public static PackManifest Describe(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            EnsureKeys(document.RootElement, RequiredKeys, "");
            EnsureKeys(document.RootElement.GetProperty("assets"), RequiredAssets, "assets.");
            return JsonSerializer.Deserialize<PackManifest>(utf8.Span, Options)! with { Secrets = SecretNames(document.RootElement) };
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"its manifest cannot be read ({e.Message.TrimEnd('.')})", e);
        }
    }

    static void EnsureKeys(JsonElement element, string[] keys, string prefix)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"its manifest has no object {(prefix == "" ? "at the top" : $"'{prefix.TrimEnd('.')}'")}");
        foreach (var key in keys)
        {
            if (!element.TryGetProperty(key, out _))
                throw new InvalidDataException($"its manifest has no '{prefix}{key}'");
        }
    }

    static string[] SecretNames(JsonElement root) =>
        root.TryGetProperty("secret_refs", out var secrets) && secrets.ValueKind == JsonValueKind.Object
            ? [.. secrets.EnumerateObject().Select(secret => secret.Name)]
            : [];

    static void EnsureUsable(PackManifest manifest)
    {
        if (manifest.Secrets is [var secret, ..])
            throw new InvalidDataException($"its manifest takes the secret '{secret}' from the host (secret_refs)");
        if (manifest.Mode is not ("container" or "vm"))
            throw new InvalidDataException($"its manifest has the mode '{manifest.Mode}', and 'container' and 'vm' are known");
        // The smolvm program takes the value of such an entry from the environment of whoever starts the machine.
        if (manifest.Environment.FirstOrDefault(entry => entry.IndexOf('=') < 1) is { } bare)
            throw new InvalidDataException($"the entry '{bare}' of its 'env' is not NAME=VALUE");
    }

    static void OmitEmptyLists(JsonTypeInfo type)
    {
        if (type.Type != typeof(PackManifest))
            return;
        foreach (var property in type.Properties)
            property.ShouldSerialize = (_, value) => value is not (null or ICollection { Count: 0 });
    }
}
