using System.CommandLine;

namespace SmolVM.Tool.Images;

/// <summary><c>image</c>: what is kept to start machines from.</summary>
internal static class ImageCommand
{
    public static Command Create() =>
        new("image", "Images, and what else the cache keeps.") { ImageList.Create(), ImageBuild.Create(), ImagePrune.Create() };
}
