using System.Text.Json.Serialization;
using FakeSmolvm.Machines;
using FakeSmolvm.Packs;

namespace FakeSmolvm;

/// <summary>The records that are files, with code for them made when this is built: looking for it at each call takes longer than the call.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(MachineRecord))]
[JsonSerializable(typeof(PackManifest))]
sealed partial class FakeJson : JsonSerializerContext;

/// <summary>The same for what is a line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Call))]
sealed partial class FakeLineJson : JsonSerializerContext;
