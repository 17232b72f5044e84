using System.IO.Compression;
using System.Xml.Linq;

namespace SmolVM.Packages.Tests.Infra;

/// <summary>What a package file holds.</summary>
static class NuGetPackage
{
    /// <summary>The names of its files, but for what the format itself adds.</summary>
    public static IReadOnlyList<string> Files(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return
        [
            .. from entry in zip.Entries
               where entry.FullName is not ("_rels/.rels" or "[Content_Types].xml")
                   && !entry.FullName.StartsWith("package/", StringComparison.Ordinal)
               orderby entry.FullName
               select entry.FullName,
        ];
    }

    public static IReadOnlyList<DateTimeOffset> Times(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return [.. zip.Entries.Select(entry => entry.LastWriteTime).Distinct()];
    }

    public static byte[] Read(string path, string file)
    {
        using var zip = ZipFile.OpenRead(path);
        using var content = zip.GetEntry(file)!.Open();
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>The description of the package, without the commit that it was made from.</summary>
    public static string Description(string path, string id)
    {
        using var text = new MemoryStream(Read(path, id + ".nuspec"));
        var nuspec = XDocument.Load(text);
        nuspec.Descendants().Where(element => element.Name.LocalName == "repository").Remove();
        return nuspec.ToString();
    }
}
