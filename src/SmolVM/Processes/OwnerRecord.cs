using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmolVM.Processes;

/// <summary>
/// Who owns a run directory and which hypervisor works in it: <c>owner.json</c>. Start times tell a process from a later one of its id.
/// </summary>
internal sealed record OwnerRecord
{
    public const string FileName = "owner.json";

    public required string RunId { get; init; }

    public required int Pid { get; init; }

    public required long StartTime { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Null until it has been started.</summary>
    public int? HypervisorPid { get; init; }

    public long? HypervisorStartTime { get; init; }

    /// <summary>The machine is meant to outlive its owner, and ends with its hypervisor.</summary>
    public bool Detached { get; init; }

    [JsonIgnore]
    public bool OwnerLives => Lives(Pid, StartTime);

    [JsonIgnore]
    public bool HypervisorLives => HypervisorPid is { } pid && Lives(pid, HypervisorStartTime);

    /// <summary>The record of a directory that this process makes.</summary>
    public static OwnerRecord OfThisProcess(string runId) => new()
    {
        RunId = runId,
        Pid = Environment.ProcessId,
        StartTime = ProcessStat.OfLiving(Environment.ProcessId)?.StartTime ?? 0,
        Created = DateTimeOffset.UtcNow,
    };

    /// <summary>
    /// Written whole or not at all; not to survive the host's end, which the processes it speaks of do not survive either.
    /// </summary>
    public void Write(string folder)
    {
        var path = Path.Combine(folder, FileName);
        using (var file = new FileStream(path + ".new", FileMode.Create, FileAccess.Write))
            JsonSerializer.Serialize(file, this, OwnerRecordJson.Default.OwnerRecord);
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>The record of a directory; null when there is none that can be read.</summary>
    public static OwnerRecord? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, FileName)), OwnerRecordJson.Default.OwnerRecord);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            // A half-deleted directory, or somebody's file: then the lock alone decides.
            return null;
        }
    }

    static bool Lives(int pid, long? startTime) => ProcessStat.OfLiving(pid)?.StartTime == startTime;
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OwnerRecord))]
internal sealed partial class OwnerRecordJson : JsonSerializerContext;
