using SmolVM.Images;
using SmolVM.Smolvm;

namespace SmolVM.Tool.Machines;

/// <summary>What an image's name stands for.</summary>
internal static class ToolImage
{
    const string Base = "base";

    /// <summary>
    /// The reference that stands for our base under the smolvm engine stands for our base here too: it has what that image has, and nothing
    /// is pulled. A path becomes a full one: a machine is started from other directories than it was made in.
    /// </summary>
    /// <exception cref="ImageException">It means nothing, or names what is not there.</exception>
    public static string Of(string? image) => image is null or SmolvmImage.BaseReference ? Base : ImageSource.Parse(image) switch
    {
        ImageSource.RootDirectory directory => directory.Path,
        ImageSource.Pack pack => pack.Path,
        ImageSource.Container container => container.Path,
        _ => image,
    };
}
