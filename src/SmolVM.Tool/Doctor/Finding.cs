using System.Text.Json.Serialization;

namespace SmolVM.Tool.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Subject">What it is, in one or two words.</param>
/// <param name="State">How it is.</param>
/// <param name="Text">What was found.</param>
/// <param name="Remedy">The command that mends it, as it is typed; null where there is nothing to mend, or no command does it.</param>
internal sealed record Finding(string Subject, FindingState State, string Text, string? Remedy = null);

/// <summary>How a thing is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingState>))]
internal enum FindingState
{
    /// <summary>As it should be.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>Machines run without it, more slowly or with less.</summary>
    [JsonStringEnumMemberName("note")]
    Note,

    /// <summary>Something needs it.</summary>
    [JsonStringEnumMemberName("missing")]
    Missing,
}
