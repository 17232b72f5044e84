using System.Security.Cryptography;
using FakeSmolvm.Guests;

namespace FakeSmolvm.Packs;

/// <summary>The files of a pack that is being made, in a directory of their own that goes with it.</summary>
sealed class PackContent : IDisposable
{
    const long Mebibyte = 1 << 20;

    readonly string directory = Directory.CreateTempSubdirectory("fake-smolvm-").FullName;
    readonly Drift drift;
    readonly List<PackLayer> layers = [];

    PackAsset? overlay;

    public PackContent(Drift drift)
    {
        this.drift = drift;
        Directory.CreateDirectory(InPack("layers"));
        Directory.CreateDirectory(InPack("agent/etc"));
        HostTool.Run("tar", "-C", InPack("agent"), "-cf", InPack("agent-rootfs.tar"), ".");
        HostTool.Run("mke2fs", "-q", "-t", "ext4", InPack("storage.ext4"), "2M");
    }

    public ulong LayerBytes => (ulong)layers.Sum(layer => layer.Size);

    public PackAssets Assets => new()
    {
        // Listed always, and inside only where all is one file.
        Libraries = [new PackAsset("lib/libkrun.so", 1)],
        AgentRootfs = AssetOf("agent-rootfs.tar"),
        StorageTemplate = AssetOf("storage.ext4"),
        Layers = layers,
        OverlayTemplate = overlay,
        OverlayLogicalSize = (ulong?)overlay?.Size,
    };

    /// <summary>A tree, or what in it is newer than a file, as a layer above those before it.</summary>
    public void AddLayer(string tree, string? newerThan = null)
    {
        var tar = InPack("layers/new");
        string[] newer = newerThan is null ? [] : [$"--newer={newerThan}"];
        HostTool.Run(["tar", "--numeric-owner", .. newer, "-C", tree, "-cf", tar, "."]);
        using var stream = File.OpenRead(tar);
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        var path = $"layers/{(drift.LayerNamesAreShort ? hash[..12] : hash)}.tar";
        File.Move(tar, InPack(path));
        layers.Add(new PackLayer("sha256:" + hash, path, stream.Length));
    }

    /// <summary>A tree as the disk of a machine.</summary>
    public void AddDisk(string tree)
    {
        var used = long.Parse(HostTool.Run("du", "-sb", tree).Split('\t')[0], System.Globalization.CultureInfo.InvariantCulture);
        var disk = InPack("overlay.raw");
        HostTool.Run("mke2fs", "-q", "-t", "ext4", "-d", tree, disk, $"{(used * 3 / 2 / Mebibyte) + 64}M");
        overlay = AssetOf("overlay.raw");
    }

    /// <summary>All of it, compressed.</summary>
    public byte[] Compress()
    {
        const string Script = "directory=$1; shift; tar -C \"$directory\" -S -cf - \"$@\" | zstd -q -1 -f -o \"$directory/assets\"";
        string[] members = ["agent-rootfs.tar", "layers", "storage.ext4", .. overlay is null ? Array.Empty<string>() : ["overlay.raw"]];
        HostTool.Run(["sh", "-c", Script, "sh", directory, .. members]);
        return File.ReadAllBytes(InPack("assets"));
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    PackAsset AssetOf(string path) => new(path, new FileInfo(InPack(path)).Length);

    string InPack(string path) => Path.Combine(directory, path);
}
