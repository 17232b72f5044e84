using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace SmolVM.MachineTests;

/// <summary>A container image, as docker saves it, with nothing in it but the kit's own shell, a user and a group.</summary>
static class SmallContainer
{
    /// <param name="path">The archive.</param>
    /// <param name="process">The part of the configuration that describes the program.</param>
    public static void Write(string path, string process)
    {
        var layer = Layer();
        var configuration = $$"""
            {
              "architecture": "amd64", "os": "linux", "config": {{process}},
              "rootfs": { "type": "layers", "diff_ids": ["sha256:{{Convert.ToHexStringLower(SHA256.HashData(layer))}}"] }
            }
            """;
        using var file = File.Create(path);
        using var archive = new TarWriter(file, TarEntryFormat.Pax);
        Add(archive, TarEntryType.RegularFile, "layer.tar", content: layer);
        Add(archive, TarEntryType.RegularFile, "config.json", content: Encoding.UTF8.GetBytes(configuration));
        Add(
            archive, TarEntryType.RegularFile, "manifest.json",
            content: """[{ "Config": "config.json", "RepoTags": null, "Layers": ["layer.tar"] }]"""u8.ToArray());
    }

    static byte[] Layer()
    {
        using var bytes = new MemoryStream();
        using (var layer = new TarWriter(bytes, TarEntryFormat.Pax, leaveOpen: true))
        {
            Add(layer, TarEntryType.SymbolicLink, "bin/sh", "/run/smolvm/busybox");
            Add(layer, TarEntryType.SymbolicLink, "bin/id", "/run/smolvm/busybox");
            Add(layer, TarEntryType.RegularFile, "etc/passwd", content: "root:x:0:0::/root:/bin/sh\napp:x:1654:1654::/home/app:/bin/sh\n"u8.ToArray());
            Add(layer, TarEntryType.RegularFile, "etc/group", content: "root:x:0:\nmedia:x:44:\n"u8.ToArray());
        }
        return bytes.ToArray();
    }

    static void Add(TarWriter archive, TarEntryType type, string name, string target = "", byte[]? content = null)
    {
        var entry = new PaxTarEntry(type, name) { ModificationTime = DateTimeOffset.UnixEpoch };
        if (target.Length > 0)
            entry.LinkName = target;
        if (content is not null)
            entry.DataStream = new MemoryStream(content);
        archive.WriteEntry(entry);
    }
}
