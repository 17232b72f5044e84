namespace SmolVM.Images;

/// <summary>What <c>/etc/os-release</c> says about the host.</summary>
internal sealed record OsRelease(string Id, string VersionId, string PrettyName)
{
    public const string File = "/etc/os-release";

    public static OsRelease Parse(string text)
    {
        var values = text.Split('\n')
            .Select(line => line.Trim().Split('=', 2))
            .Where(pair => pair.Length == 2 && !pair[0].StartsWith('#'))
            .GroupBy(pair => pair[0], pair => pair[1].Trim('"', '\''))
            .ToDictionary(group => group.Key, group => group.Last());
        var id = values.GetValueOrDefault("ID", "linux");
        var version = values.GetValueOrDefault("VERSION_ID", "");
        return new OsRelease(id, version, values.GetValueOrDefault("PRETTY_NAME", $"{id} {version}".Trim()));
    }

    public static OsRelease Read() => Parse(System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File) : "");
}
