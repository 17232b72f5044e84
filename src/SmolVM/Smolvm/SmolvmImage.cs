using SmolVM.Images;

namespace SmolVM.Smolvm;

/// <summary>What this engine makes of an image's name.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">A registry reference, or the full path of a file.</param>
internal sealed record SmolvmImage(SmolvmImageKind Kind, string Value)
{
    /// <summary>The userland that <c>base</c> stands for: what a self-contained .NET program needs, and a shell.</summary>
    public const string BaseReference = "mcr.microsoft.com/dotnet/runtime-deps:10.0";

    /// <exception cref="ImageException">It is refused.</exception>
    public static SmolvmImage Parse(string image) => Parse(image, Directory.Exists, File.Exists);

    public static SmolvmImage Parse(string image, Func<string, bool> directoryExists, Func<string, bool> fileExists) =>
        ImageSource.Parse(image, directoryExists, fileExists) switch
        {
            ImageSource.Base => new SmolvmImage(SmolvmImageKind.Registry, BaseReference),
            ImageSource.Registry registry => new SmolvmImage(SmolvmImageKind.Registry, registry.Reference),
            ImageSource.Container container when !directoryExists(image) => new SmolvmImage(SmolvmImageKind.Archive, container.Path),
            ImageSource.Pack pack => new SmolvmImage(SmolvmImageKind.Pack, pack.Path),
            _ => throw new ImageException(
                $"The smolvm engine cannot boot the image '{image}': it takes registry references, container archives and packs. "
                + "Use the qemu engine for it (SMOLVM_ENGINE=qemu)."),
        };
}

/// <summary>The kinds of images that the program boots.</summary>
internal enum SmolvmImageKind
{
    /// <summary>Pulled by the machine itself.</summary>
    Registry,

    /// <summary>What <c>docker save</c> and <c>PublishContainer</c> write.</summary>
    Archive,

    /// <summary>A <c>.smolmachine</c> file.</summary>
    Pack,
}
