using System.Diagnostics;
using System.Runtime.InteropServices;
using FakeSmolvm.Guests;
using SmolVM.Packs;

namespace FakeSmolvm.Packs;

/// <summary>A pack on disk, read as carelessly as by the CLI: the checksum is looked at only by those who ask for it.</summary>
sealed class PackFile : IDisposable
{
    readonly FileStream file;
    readonly PackFooter footer;
    readonly Drift drift;

    PackFile(FileStream file, PackFooter footer, Drift drift, PackManifest manifest)
    {
        this.file = file;
        this.footer = footer;
        this.drift = drift;
        Manifest = manifest;
    }

    public PackManifest Manifest { get; }

    public uint Checksum => footer.Checksum;

    public static string HostPlatform => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux/arm64" : "linux/amd64";

    /// <exception cref="CliException">It is not there, or no pack.</exception>
    public static PackFile Open(string path, Drift drift, string missing)
    {
        if (!File.Exists(path))
            throw new CliException(missing + path);
        var file = File.OpenRead(path);
        try
        {
            var footer = ReadFooter(file, drift);
            var manifest = Read(file, (long)footer.ManifestOffset, (int)footer.ManifestSize);
            return new PackFile(file, footer, drift, PackManifest.Decode(manifest));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <exception cref="CliException">The bytes are not those that were written.</exception>
    public void VerifyChecksum()
    {
        var bytes = Read(file, (long)footer.AssetsOffset, (int)(footer.AssetsSize + footer.ManifestSize));
        if (Crc32.Append(0, bytes) is var found && found != footer.Checksum)
            throw CliException.Config("verify pack", $"checksum mismatch: expected {footer.Checksum:x8}, got {found:x8}");
    }

    /// <exception cref="CliException">It is made for another kind of computer.</exception>
    public void RequirePlatform(string platform)
    {
        if (platform != HostPlatform)
            throw CliException.Config("load pack", $"platform mismatch: pack is for {platform}, host is {HostPlatform}");
    }

    public void ExtractRoot(string root)
    {
        var staging = Directory.CreateTempSubdirectory("fake-smolvm-");
        try
        {
            Unpack(staging.FullName);
            Directory.CreateDirectory(root);
            if (Manifest.Mode == "vm")
                HostTool.Run("debugfs", "-R", $"rdump / \"{root}\"", Path.Combine(staging.FullName, "overlay.raw"));
            foreach (var layer in Layers(Path.Combine(staging.FullName, "layers")))
                HostTool.Run("tar", "-xf", layer, "-C", root, "--no-same-owner");
        }
        finally
        {
            staging.Delete(recursive: true);
        }
    }

    // By the names in the directory, not by the manifest's list: that gives the order, and not at every version.
    IEnumerable<string> Layers(string folder)
    {
        if (!Directory.Exists(folder))
            return [];
        var files = Directory.EnumerateFiles(folder, "*.tar").Order(StringComparer.Ordinal);
        var listed = Manifest.Assets.Layers.Select(layer => Path.GetFileName(layer.Path)).ToList();
        return drift.LayersAreOrderedByName ? files : files.OrderBy(file => listed.IndexOf(Path.GetFileName(file)));
    }

    void Unpack(string directory)
    {
        var start = HostTool.Describe(["sh", "-c", "zstd -dcq | tar -xf - -C \"$1\"", "sh", directory]);
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        process.StandardInput.BaseStream.Write(Read(file, (long)footer.AssetsOffset, (int)footer.AssetsSize));
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw CliException.Config("extract pack", $"tar or zstd failed with exit code {process.ExitCode}");
    }

    static PackFooter ReadFooter(FileStream file, Drift drift)
    {
        if (file.Length < PackFooter.Size)
            throw CliException.Config("read pack", "sidecar file too small to contain footer");
        PackFooter footer;
        try
        {
            footer = PackFooter.Decode(Read(file, file.Length - PackFooter.Size, PackFooter.Size));
        }
        catch (InvalidDataException)
        {
            throw CliException.Config("read pack", "invalid magic: expected SMOLPACK");
        }
        if (!drift.ReadsPackVersion(footer.Version))
            throw CliException.Config("read pack", $"unsupported version: {footer.Version}");
        if (footer.AssetsOffset == 0 && footer.ManifestOffset != footer.AssetsSize)
            throw CliException.Config("read pack", "manifest offset does not match assets_size");
        return (UInt128)footer.ManifestOffset + footer.ManifestSize + PackFooter.Size > (ulong)file.Length
            ? throw CliException.Config("read pack", "footer sizes exceed file size")
            : footer;
    }

    static byte[] Read(FileStream file, long offset, int length)
    {
        var bytes = new byte[length];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }

    public void Dispose() => file.Dispose();
}
