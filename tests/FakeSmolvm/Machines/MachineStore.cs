using System.Diagnostics;
using System.Text.Json;

namespace FakeSmolvm.Machines;

/// <summary>The database: a file a machine, and one lock over all of them.</summary>
sealed class MachineStore(Settings settings, Drift drift)
{
    readonly string folder = Path.Combine(settings.Home, "data", "machines");

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<MachineRecord> All() => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Read).OfType<MachineRecord>()];

    public MachineRecord? Find(string name) => Read(FileOf(name));

    public MachineRecord Get(string name) => Find(name) ?? throw CliException.NotFound(name);

    public void Add(MachineRecord record)
    {
        using var held = Lock();
        if (Find(record.Name) is not null)
        {
            throw CliException.Config(
                "create machine",
                $"machine '{record.Name}' already exists" + (drift.AlreadyExistsIsOrBeingCreated ? " or is being created" : ""));
        }
        Write(record);
    }

    public MachineRecord Change(string name, Func<MachineRecord, MachineRecord> change)
    {
        using var held = Lock();
        var changed = change(Get(name));
        Write(changed);
        return changed;
    }

    public void Remove(string name)
    {
        using var held = Lock();
        File.Delete(FileOf(name));
    }

    /// <summary>Held for a whole call by the versions whose database lets one process in at a time.</summary>
    public IDisposable? LockWholeCall() =>
        drift.OneCallAtATime ? Acquire("call.lock", "Database already open. Cannot acquire lock.") : null;

    FileStream Lock() => Acquire("write.lock", "database is locked");

    FileStream Acquire(string name, string refusal)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, name);
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited.Elapsed < drift.DatabaseWait)
            {
                Thread.Sleep(10);
            }
            catch (IOException)
            {
                throw new CliException($"database not available: {refusal}");
            }
        }
    }

    string FileOf(string name) => Path.Combine(folder, name + ".json");

    void Write(MachineRecord record)
    {
        var path = FileOf(record.Name);
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(record, FakeJson.Default.MachineRecord));
        File.Move(path + ".new", path, overwrite: true);
    }

    static MachineRecord? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), FakeJson.Default.MachineRecord);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
