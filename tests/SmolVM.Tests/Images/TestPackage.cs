using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace SmolVM.Tests.Images;

/// <summary>A Debian package made by a test: an <c>ar</c> archive of two tars, written here since dpkg-deb cannot make up owners.</summary>
static class TestPackage
{
    const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public static TarEntry File(string name, UnixFileMode mode, byte[] content, int user = 0, int group = 0) =>
        new GnuTarEntry(TarEntryType.RegularFile, name) { Mode = mode, Uid = user, Gid = group, DataStream = new MemoryStream(content) };

    public static TarEntry Directory(string name) => new GnuTarEntry(TarEntryType.Directory, name) { Mode = Folder };

    public static byte[] Make(string name, params TarEntry[] members)
    {
        var control = $"Package: {name}\nVersion: 1\nArchitecture: amd64\nMaintainer: test\nDescription: test\n";
        return
        [
            .. "!<arch>\n"u8,
            .. Member("debian-binary", "2.0\n"u8.ToArray()),
            .. Member("control.tar", Tar([File("./control", Folder, Encoding.UTF8.GetBytes(control))])),
            .. Member("data.tar", Tar(members)),
        ];
    }

    /// <summary>A flat repository with an index that apt reads.</summary>
    public static async Task WriteRepositoryAsync(string folder, params (string Name, string Dependencies, byte[] Package)[] packages)
    {
        System.IO.Directory.CreateDirectory(folder);
        var index = new StringBuilder();
        foreach (var (name, dependencies, package) in packages)
        {
            var file = $"{name}_1_amd64.deb";
            await System.IO.File.WriteAllBytesAsync(Path.Combine(folder, file), package, TestContext.Current.CancellationToken);
            index.Append($"Package: {name}\nVersion: 1\nArchitecture: amd64\nMaintainer: test\nDescription: test\n");
            index.Append(dependencies.Length > 0 ? $"Depends: {dependencies}\n" : "");
            index.Append($"Filename: ./{file}\nSize: {package.Length}\nSHA256: {Convert.ToHexStringLower(SHA256.HashData(package))}\n\n");
        }
        await System.IO.File.WriteAllTextAsync(Path.Combine(folder, "Packages"), index.ToString(), TestContext.Current.CancellationToken);
    }

    static byte[] Tar(IEnumerable<TarEntry> members)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Gnu, leaveOpen: true))
        {
            foreach (var member in members)
                tar.WriteEntry(member);
        }
        return bytes.ToArray();
    }

    static byte[] Member(string name, byte[] content)
    {
        var header = Encoding.ASCII.GetBytes($"{name,-16}{0,-12}{0,-6}{0,-6}{100644,-8}{content.Length,-10}`\n");
        return [.. header, .. content, .. new byte[content.Length % 2]];
    }
}
