using System.Text.Json;

namespace FakeSmolvm.Guests;

/// <summary>An image that lies on the host: the directory of a root, or what <c>docker save</c> writes.</summary>
static class LocalImage
{
    public static bool Is(string image, Drift drift) =>
        drift.TakesLocalImages && (image.StartsWith('/') || image.StartsWith("./", StringComparison.Ordinal)) && Path.Exists(image);

    public static void Unpack(string path, string root)
    {
        Directory.CreateDirectory(root);
        if (Directory.Exists(path))
        {
            HostTool.Run("cp", "-a", path + "/.", root);
            return;
        }
        var staging = Directory.CreateTempSubdirectory("fake-smolvm-");
        try
        {
            HostTool.Run("tar", "-xf", path, "-C", staging.FullName);
            foreach (var layer in Layers(Path.Combine(staging.FullName, "manifest.json")))
                HostTool.Run("tar", "-xf", Path.Combine(staging.FullName, layer), "-C", root);
        }
        finally
        {
            staging.Delete(recursive: true);
        }
    }

    static IReadOnlyList<string> Layers(string manifest)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(manifest));
        return [.. document.RootElement[0].GetProperty("Layers").EnumerateArray().Select(layer => layer.GetString()!)];
    }
}
