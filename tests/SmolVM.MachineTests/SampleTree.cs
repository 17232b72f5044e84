using System.Security.Cryptography;
using System.Text;

namespace SmolVM.MachineTests;

/// <summary>A directory with what trees of real projects have: odd names, symbolic links, modes, and many files in one place.</summary>
static class SampleTree
{
    public const int ManyFiles = 5000;

    public static readonly string[] OddNames =
        ["with space", "with 'quote'", "with \"double\"", "with,comma", "with:colon", "with\nnewline", "wïth-ünïcödé-日本", "-dash", "back\\slash", "$HOME"];

    public static void Create(string path)
    {
        Directory.CreateDirectory(Path.Combine(path, "many"));
        Directory.CreateDirectory(Path.Combine(path, "odd"));
        Directory.CreateDirectory(Path.Combine(path, "bin"));
        File.WriteAllText(Path.Combine(path, "hello.txt"), "hello from the host\n");
        foreach (var name in OddNames)
            File.WriteAllText(Path.Combine(path, "odd", name), name);
        for (var i = 0; i < ManyFiles; i++)
            File.WriteAllBytes(Path.Combine(path, "many", $"file-{i:0000}"), []);
        File.WriteAllText(Path.Combine(path, "bin", "tool.sh"), "#!/bin/sh\necho tool ran\n");
        File.SetUnixFileMode(Path.Combine(path, "bin", "tool.sh"), (UnixFileMode)0b111_101_101);
        File.CreateSymbolicLink(Path.Combine(path, "relative-link"), "hello.txt");
        File.CreateSymbolicLink(Path.Combine(path, "directory-link"), "odd");
        File.CreateSymbolicLink(Path.Combine(path, "bin", "up-link"), "../hello.txt");
        File.CreateSymbolicLink(Path.Combine(path, "absolute-link"), "/etc/hostname");
        File.CreateSymbolicLink(Path.Combine(path, "broken-link"), "nowhere");
    }

    /// <summary>A hash of all names, kinds, modes, link targets, times and bytes below a directory.</summary>
    public static string Fingerprint(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).OrderBy(e => e.FullName, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(
                $"{entry.FullName}\0{entry.Attributes}\0{entry.UnixFileMode}\0{entry.LinkTarget}\0{entry.LastWriteTimeUtc.Ticks}\0"));
            if (entry is FileInfo { LinkTarget: null } file)
                hash.AppendData(File.ReadAllBytes(file.FullName));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
