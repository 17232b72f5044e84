using System.Text.Json;

namespace SmolVM.Images.Containers;

/// <summary>The JSON of images: other keys than ours are passed over, as the specification wants it.</summary>
internal static class ImageJson
{
    /// <exception cref="InvalidDataException">It is not JSON of this shape; the message is a clause without a full stop.</exception>
    public static T Read<T>(byte[] json, string what) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json) ?? throw new InvalidDataException($"its {what} is 'null'");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"its {what} is not JSON as it should be, at '{e.Path}'", e);
        }
    }
}
