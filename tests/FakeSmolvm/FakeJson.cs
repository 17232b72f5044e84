using System.Text.Json.Serialization;
using FakeSmolvm.Machines;
using FakeSmolvm.Packs;

namespace FakeSmolvm;

/// <summary>The records that are files. Their code is made by the build: reflection would take longer than the rest of a call.</summary>
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
