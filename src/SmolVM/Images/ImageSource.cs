using System.Text.RegularExpressions;
using SmolVM.Images.Containers;

namespace SmolVM.Images;

/// <summary>What an image's name means.</summary>
internal abstract partial record ImageSource
{
    /// <summary>A small userland of the host's distribution.</summary>
    internal sealed record Base : ImageSource;

    /// <summary>A minimal Debian with apt and systemd.</summary>
    internal sealed record Debian : ImageSource;

    /// <summary>The host's own root.</summary>
    internal sealed record Host : ImageSource;

    /// <summary>A directory that holds a root file system.</summary>
    internal sealed record RootDirectory(string Path) : ImageSource;

    /// <summary>A <c>.smolmachine</c> file.</summary>
    internal sealed record Pack(string Path) : ImageSource;

    /// <summary>A container image that somebody saved: a tar, or a directory that is an OCI layout.</summary>
    internal sealed record Container(string Path) : ImageSource;

    /// <summary>An image of a registry, by its reference.</summary>
    internal sealed record Registry(string Reference) : ImageSource;

    static readonly string[] ArchiveSuffixes = [".tar", ".tar.gz", ".tgz"];

    const string Known =
        "Known are 'base', 'debian', 'host', a directory that holds a root file system (with a slash in its name: './rootfs'), "
        + "a container archive ('.tar', '.tar.gz', '.tgz', an OCI layout) and a '.smolmachine' file.";

    /// <summary>Tells what a name means, and refuses one that means nothing or names what is not there.</summary>
    /// <param name="image">The name, as the user wrote it.</param>
    /// <param name="directoryExists">Looks on the disk.</param>
    /// <param name="fileExists">Looks on the disk.</param>
    /// <exception cref="ImageException">It is refused.</exception>
    public static ImageSource Parse(string image, Func<string, bool> directoryExists, Func<string, bool> fileExists) => image switch
    {
        "" => throw new ImageException($"The image has no name. {Known}"),
        "base" => new Base(),
        "debian" => new Debian(),
        "host" => new Host(),
        _ when image.EndsWith(".smolmachine", StringComparison.OrdinalIgnoreCase) => fileExists(image)
            ? new Pack(Path.GetFullPath(image))
            : throw new ImageException($"There is no pack '{Path.GetFullPath(image)}'. Check the path, or make it first."),
        _ when IsArchiveName(image) && !directoryExists(image) => fileExists(image)
            ? new Container(Path.GetFullPath(image))
            : throw new ImageException($"There is no container archive '{Path.GetFullPath(image)}'. Check the path, or make it first."),
        _ when directoryExists(image) && fileExists(Path.Join(image, SavedImage.OciMark)) => new Container(Path.GetFullPath(image)),
        _ when directoryExists(image) => Path.GetFullPath(image) == "/"
            ? throw new ImageException("The image '/' is the root of this host. Name it 'host': it is used as it is, without a copy.")
            : new RootDirectory(Path.GetFullPath(image)),
        _ when fileExists(image) => throw new ImageException($"The image '{image}' is a file of another kind. {Known}"),
        _ when IsReference(image) => new Registry(image),
        _ when image.Contains('/') => throw new ImageException($"There is no directory '{image}'. {Known}"),
        _ => throw new ImageException($"There is no image '{image}'. {Known}"),
    };

    public static ImageSource Parse(string image) => Parse(image, Directory.Exists, File.Exists);

    /// <summary>Whether a file of this name is taken for a container image.</summary>
    public static bool IsArchiveName(string image) =>
        ArchiveSuffixes.Any(suffix => image.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Whether a name is one of a registry. With a tag or a digest only: a bare name is more often a mistyped one of ours.
    /// </summary>
    public static bool IsReference(string image) => ReferencePattern().IsMatch(image);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]*(:[0-9]+)?(/[a-z0-9][a-z0-9._-]*)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|@sha256:[0-9a-f]{64})\z")]
    private static partial Regex ReferencePattern();
}
