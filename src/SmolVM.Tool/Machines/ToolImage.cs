using SmolVM.Smolvm;

namespace SmolVM.Tool.Machines;

/// <summary>What an image's name stands for.</summary>
internal static class ToolImage
{
    const string Base = "base";

    /// <summary>
    /// The reference that stands for our base under the smolvm engine stands for our base here too: it has what that image has, and nothing
    /// is pulled.
    /// </summary>
    public static string Of(string? image) => image is null or SmolvmImage.BaseReference ? Base : image;
}
