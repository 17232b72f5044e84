using System.Security.Cryptography;
using System.Text;

namespace FakeSmolvm.Machines;

/// <summary>The directory of a machine: its disks, its console, and here also its root file system.</summary>
sealed class VmDirectory(Settings settings, Drift drift, string name)
{
    const ulong DefaultStorage = 20;
    const ulong DefaultOverlay = 10;

    public string Path { get; } = System.IO.Path.Combine(settings.Home, "cache", "smolvm", "vms", Folder(drift, name));

    public string Root => System.IO.Path.Combine(Path, "root");

    public string Console => System.IO.Path.Combine(Path, "agent-console.log");

    public string LockFile => System.IO.Path.Combine(Path, "vm.lock");

    /// <summary>Sparse files. Disks that are there stay as they are, whatever their size.</summary>
    public void MakeDisks(ulong? storageGiB = null, ulong? overlayGiB = null)
    {
        Directory.CreateDirectory(Path);
        MakeDisk("storage.raw", storageGiB ?? DefaultStorage);
        MakeDisk("overlay.raw", overlayGiB ?? DefaultOverlay);
    }

    public bool HasDisks => File.Exists(System.IO.Path.Combine(Path, "overlay.raw"));

    public void Delete()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }

    void MakeDisk(string file, ulong gibibytes)
    {
        var path = System.IO.Path.Combine(Path, file);
        if (File.Exists(path))
            return;
        using var disk = new FileStream(path, FileMode.CreateNew);
        disk.SetLength((long)gibibytes << 30);
    }

    static string Folder(Drift drift, string name) =>
        drift.DirectoriesHavePlainNames ? name : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16];
}
