using System.Text;
using SmolVM.Tests.Packs;

namespace SmolVM.MachineTests;

/// <summary>A pack as the smolvm program makes one of a container, byte by byte: three layers, libraries, an agent, a disk.</summary>
static class CliPack
{
    const string Program =
        "#!/bin/sh\necho \"$GREETING from $PWD: $*\"\nbusybox cat /etc/kept\nbusybox ls -A /data /etc/gone 2>&1\nexit 7\n";

    // In another order than their names, which must not count.
    static readonly string[] Names = ["ff", "00", "88"];

    static readonly byte[][] Layers =
    [
        new RawTar().Directory("./").Directory("bin/").Program("bin/busybox", File.ReadAllBytes("/bin/busybox")).Symlink("bin/sh", "busybox")
            .Directory("etc/").File("etc/gone", "of the lowest layer\n").File("etc/kept", "of the lowest layer\n")
            .Directory("data/").File("data/old", "").ToArray(),
        new RawTar().File("etc/.wh.gone").Directory("data/").File("data/.wh..wh..opq").File("data/new", "").ToArray(),
        new RawTar().File("etc/kept", "of the highest layer\n").Directory("app/")
            .Program("app/main", Encoding.UTF8.GetBytes(Program)).ToArray(),
    ];

    /// <summary>The newest form: two files, of which this is the one with the content.</summary>
    public static byte[] Sidecar => Make(digits: 64, Current, libraries: false).ToArray();

    /// <summary>The form of 0.1, which names layers by a part of their digest and says less of itself.</summary>
    public static byte[] Oldest => (Make(digits: 12, "", libraries: false) with { Version = 2 }).ToArray();

    /// <summary>One file: the content follows an executable, which brings its libraries.</summary>
    public static byte[] SingleFile
    {
        get
        {
            var executable = File.ReadAllBytes("/bin/busybox");
            var pack = Make(digits: 12, "", libraries: true) with { Version = 3, Stub = executable, StubSize = (ulong)executable.Length };
            return pack.ToArray();
        }
    }

    const string Current =
        """
        "mode": "container", "image_size": 4000000, "network": false, "gpu": false, "cuda": false, "host_platform": "darwin/arm64",
          "created": "2026-08-21T10:11:12.131415+00:00", "smolvm_version": "1.9.3",
        """;

    static RawPack Make(int digits, string laterKeys, bool libraries)
    {
        var agent = new RawTar().Directory("./").File("./init", "#!/bin/sh\n").ToArray();
        var paths = Names.Select(name => $"layers/{Digits(name, digits)}.tar").ToArray();
        var tar = new RawTar().Add('0', "agent-rootfs.tar", content: agent).Directory("layers/");
        foreach (var (path, layer) in paths.Zip(Layers).OrderBy(pair => pair.First, StringComparer.Ordinal))
            tar.Add('0', path, content: layer);
        tar.File("storage.ext4", "no disk");
        if (libraries)
            tar.Directory("lib/").File("lib/libkrun.so.1", "code").Symlink("lib/libkrun.so", "libkrun.so.1");
        var layers = paths.Zip(Layers, (path, layer) =>
            $$"""{ "digest": "sha256:{{Digits(path[7..9], 64)}}", "path": "{{path}}", "size": {{layer.Length}} }""");
        return new RawPack(RawPack.Zstd(tar.ToArray()), $$"""
            {
              {{laterKeys}} "image": "docker.io/library/example:1", "digest": "sha256:{{new string('1', 64)}}", "platform": "linux/amd64",
              "entrypoint": ["/app/main", "first"], "cmd": ["second word"], "env": ["PATH=/bin", "GREETING=hello"], "workdir": "/data",
              "cpus": 4, "mem": 8192, "assets": {
                "libraries": [{ "path": "lib/libkrun.so.1", "size": 4 }],
                "agent_rootfs": { "path": "agent-rootfs.tar", "size": {{agent.Length}} },
                "layers": [{{string.Join(", ", layers)}}], "storage_template": { "path": "storage.ext4", "size": 7 }
              }
            }
            """);
    }

    static string Digits(string two, int count) => string.Concat(Enumerable.Repeat(two, count / 2));
}
