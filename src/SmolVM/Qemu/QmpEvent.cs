using System.Text.Json.Nodes;

namespace SmolVM.Qemu;

/// <summary>Something that QEMU tells without being asked.</summary>
internal sealed record QmpEvent(string Name, JsonObject? Data);
