using System.Security.Cryptography;

namespace SmolVM.Images.Debian;

/// <summary>What dpkg knows of a package whose files are there and that is not configured, made of the package's own control files.</summary>
/// <param name="Control">The file <c>control</c>: the package's stanza.</param>
/// <param name="Triggers">The file <c>triggers</c>; empty without one.</param>
/// <param name="ConfigurationFiles">Its configuration files, each with the MD5 of what is there.</param>
internal sealed record PackageRecord(string Control, string Triggers, IReadOnlyList<(string Path, string Md5)> ConfigurationFiles)
{
    public string Name => Field("Package");

    /// <summary>What its files in dpkg's database begin with: packages of several architectures side by side have theirs in the name.</summary>
    public string FileName => Field("Multi-Arch") == "same" ? $"{Name}:{Field("Architecture")}" : Name;

    /// <summary>Its part of <c>/var/lib/dpkg/status</c>.</summary>
    public string Status
    {
        get
        {
            var lines = Control.TrimEnd('\n').Split('\n').ToList();
            lines.Insert(1, "Status: install ok unpacked");
            if (ConfigurationFiles.Count > 0)
                lines.AddRange(["Conffiles:", .. ConfigurationFiles.Select(file => $" {file.Path} {file.Md5}")]);
            return string.Concat(lines.Select(line => line + '\n')) + '\n';
        }
    }

    /// <summary>What it wants to hear of, and whether whoever says so waits for it.</summary>
    public IEnumerable<(string Name, string Listener)> Interests =>
        from line in Triggers.Split('\n')
        let words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        where words is [_, _] && words[0].StartsWith("interest", StringComparison.Ordinal)
        select (words[1], FileName + (words[0].EndsWith("-noawait", StringComparison.Ordinal) ? "/noawait" : ""));

    /// <summary>The paths in the file <c>conffiles</c>, without those that an upgrade removes.</summary>
    public static IEnumerable<string> Paths(string conffiles) =>
        conffiles.Split('\n').Select(line => line.TrimEnd()).Where(line => line.StartsWith('/'));

    // dpkg knows no other, and tells with it whether a file was changed, not who changed it.
#pragma warning disable CA5351
    public static string Md5(byte[] content) => Convert.ToHexStringLower(MD5.HashData(content));
#pragma warning restore CA5351

    /// <summary>The list of a package's files as dpkg keeps it, of what tar names as it unpacks them.</summary>
    public static string FileList(string unpacked) => string.Concat(
        unpacked.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(path => path.TrimEnd('/') is "." ? "/." : path.TrimEnd('/')[1..])
            .Select(path => path + '\n'));

    string Field(string name) =>
        Control.Split('\n').FirstOrDefault(line => line.StartsWith(name + ": ", StringComparison.Ordinal))?[(name.Length + 2)..] ?? "";
}
