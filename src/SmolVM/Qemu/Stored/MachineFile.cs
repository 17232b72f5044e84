using System.Text.Json;
using System.Text.Json.Serialization;
using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Machines;

namespace SmolVM.Qemu.Stored;

/// <summary>What is kept of a machine for as long as there is one: <c>machine.json</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record MachineFile
{
    public const string FileName = "machine.json";

    const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    public required DateTimeOffset Created { get; init; }

    public required StoredOptions Options { get; init; }

    /// <summary>The content of the root image that the disk lies above; null until the first start.</summary>
    public string? RootKey { get; init; }

    public void Write(string folder)
    {
        var path = Path.Combine(folder, FileName);
        using (var file = new FileStream(path + ".new", FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, this, StoredJson.Default.MachineFile);
            file.Flush(flushToDisk: true);
        }
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <exception cref="SmolVmException">It cannot be read.</exception>
    public static MachineFile Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var read = JsonSerializer.Deserialize(File.ReadAllBytes(path), StoredJson.Default.MachineFile)!;
            return read.Format == CurrentFormat ? read : throw new JsonException($"its format is {read.Format}, and {CurrentFormat} is known");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SmolVmException(
                ErrorCodes.StoredMachine,
                $"The machine '{Path.GetFileName(folder)}' cannot be used, for '{path}' cannot be read: {e.Message} Delete the machine.",
                e);
        }
    }
}

/// <summary>What is kept of a machine while it runs: <c>run.json</c>.</summary>
internal sealed record RunFile
{
    public const string FileName = "run.json";

    public required string RunDirectory { get; init; }

    public required int Pid { get; init; }

    /// <summary>See <see cref="Processes.ProcessStat.StartTime"/>.</summary>
    public required long StartTime { get; init; }

    public required IReadOnlyList<string> Argv { get; init; }

    /// <summary>The build of QEMU that runs it; null in the file of an earlier version.</summary>
    public string? QemuBuild { get; init; }

    /// <summary>How a person logs in.</summary>
    public required string SshCommand { get; init; }

    /// <summary>The forwarded port of the guest's SSH server, and the private key; null in a file of an earlier version.</summary>
    public int? SshPort { get; init; }

    public string? SshIdentity { get; init; }

    /// <summary>The host's ports by the guest's.</summary>
    public required IReadOnlyDictionary<int, int> Ports { get; init; }

    /// <summary>What the guest was told that it is.</summary>
    public required Guid Identity { get; init; }

    /// <summary>What every program of the machine gets, with what its image says.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required int MemoryMiB { get; init; }

    /// <summary>What its image says; null in the file of an earlier version.</summary>
    public ImageProgram? Program { get; init; }

    /// <summary>How a program logs in, over a connection of this process.</summary>
    /// <exception cref="SmolVmException">It was started by an earlier version.</exception>
    public SshTarget Login() => (SshPort, SshIdentity) is ({ } port, { } identity)
        ? new SshTarget(
            port, identity, Path.Combine(RunDirectory, SshTarget.KnownHostsFile), Path.Combine(RunDirectory, $"s{System.Environment.ProcessId}"))
        : throw new SmolVmException(
            ErrorCodes.StoredMachine, $"QEMU (process {Pid}) was started by an earlier version. Stop the machine and start it again.");

    public void Write(string folder)
    {
        var path = Path.Combine(folder, FileName);
        using (var file = new FileStream(path + ".new", FileMode.Create, FileAccess.Write))
            JsonSerializer.Serialize(file, this, StoredJson.Default.RunFile);
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Null when the machine does not run, whatever the file says.</summary>
    public static RunFile? ReadLiving(string folder)
    {
        try
        {
            var run = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, FileName)), StoredJson.Default.RunFile);
            return run is not null && Processes.ProcessStat.OfLiving(run.Pid)?.StartTime == run.StartTime ? run : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // None, or one that was never whole: then nothing was detached.
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(MachineFile))]
[JsonSerializable(typeof(RunFile))]
internal sealed partial class StoredJson : JsonSerializerContext;
