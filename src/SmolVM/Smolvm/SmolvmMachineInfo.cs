using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmolVM.Smolvm;

/// <summary>What the program says about one of its machines. Newer versions say more, which is passed over.</summary>
internal sealed record SmolvmMachineInfo
{
    public required string Name { get; init; }

    /// <summary>
    /// <c>created</c>, <c>running</c>, <c>stopped</c>, <c>failed</c>, <c>unreachable</c>, <c>frozen</c>, or one that is not known.
    /// </summary>
    public required string State { get; init; }

    /// <summary>Seconds since 1970.</summary>
    [JsonPropertyName("created_at")]
    public long CreatedAt { get; init; }

    public bool Network { get; init; }

    /// <exception cref="JsonException">It is no list of machines.</exception>
    public static IReadOnlyList<SmolvmMachineInfo> ReadList(string json) =>
        JsonSerializer.Deserialize(json, SmolvmJson.Default.IReadOnlyListSmolvmMachineInfo) ?? throw new JsonException("The list is null.");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<SmolvmMachineInfo>))]
internal sealed partial class SmolvmJson : JsonSerializerContext;
