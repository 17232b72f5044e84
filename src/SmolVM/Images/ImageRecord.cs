using System.Text.Json;

namespace SmolVM.Images;

/// <summary>What people call an image of the cache: <c>image.json</c> in its directory.</summary>
/// <param name="Image">Its name, or the full path that it was made from.</param>
/// <param name="Kind">The kind of its source: <c>base</c>, <c>directory</c>, <c>pack</c>…</param>
internal sealed record ImageRecord(string Image, string Kind)
{
    const string FileName = "image.json";

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <param name="image">As the user wrote it.</param>
    /// <param name="source">What it means.</param>
    public static ImageRecord Of(string image, ImageSource source) => source switch
    {
        ImageSource.RootDirectory directory => new(directory.Path, "directory"),
        ImageSource.Pack pack => new(pack.Path, "pack"),
        _ => new(Path.Exists(image) ? Path.GetFullPath(image) : image, source.GetType().Name.ToLowerInvariant()),
    };

    /// <summary>Null for an image of an older version, which nobody has used since.</summary>
    public static ImageRecord? Read(string entry)
    {
        try
        {
            return JsonSerializer.Deserialize<ImageRecord>(File.ReadAllBytes(Path.Combine(entry, FileName)), Json);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The last name counts, where one content has several.</summary>
    public void Write(string entry)
    {
        if (Read(entry) == this)
            return;
        var path = Path.Combine(entry, FileName);
        var unfinished = $"{path}.{Path.GetRandomFileName()}";
        File.WriteAllBytes(unfinished, JsonSerializer.SerializeToUtf8Bytes(this, Json));
        File.Move(unfinished, path, overwrite: true);
    }
}
