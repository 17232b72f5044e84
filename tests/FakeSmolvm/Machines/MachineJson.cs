using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FakeSmolvm.Machines;

/// <summary>A machine as <c>ls --json</c> and <c>status --json</c> print it: no variables, no policy, mounts and ports counted.</summary>
static class MachineJson
{
    static readonly JsonSerializerOptions Printed = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Print(JsonNode node) => node.ToJsonString(Printed);

    public static JsonObject Of(MachineRecord machine, Drift drift)
    {
        var json = new JsonObject
        {
            ["name"] = machine.Name,
            ["state"] = machine.State,
            ["cpus"] = machine.Cpus,
            ["memory_mib"] = machine.MemoryMiB,
            ["pid"] = machine.IsAlive ? machine.Process!.Pid : null,
            ["mounts"] = machine.Volumes.Count,
            ["ports"] = machine.Ports.Count,
            ["created_at"] = machine.CreatedAt,
            ["storage_gb"] = machine.StorageGiB,
            ["overlay_gb"] = machine.OverlayGiB,
            ["image"] = machine.Image,
            ["entrypoint"] = Texts(machine.Entrypoint),
            ["cmd"] = Texts(machine.Command),
            ["ephemeral"] = machine.Ephemeral,
            ["gpu"] = false,
            ["gpu_vram_mib"] = null,
            ["restart_policy"] = "never",
            ["restart_max_retries"] = 0,
            ["restart_count"] = 0,
            ["health_cmd"] = null,
            ["health_interval_secs"] = null,
            ["health_timeout_secs"] = null,
            ["health_retries"] = null,
            ["health_startup_grace_secs"] = null,
            ["network"] = machine.Network,
        };
        if (drift.JsonHasForkpoint)
            json["forkpoint_held"] = false;
        if (drift.JsonHasLabels)
        {
            json["cuda"] = false;
            json["forkable"] = machine.Forkable;
            json["cuda_fork_pool_size"] = null;
            json["cuda_vram_limit_mib"] = null;
            json["labels"] = new JsonObject(machine.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        }
        return json;
    }

    static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
