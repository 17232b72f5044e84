namespace SmolVM.Images;

/// <summary>The folder of the cache that holds root file system images.</summary>
internal static class ImageArea
{
    public const string Name = "images";
}
