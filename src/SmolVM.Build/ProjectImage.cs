using SmolVM.Errors;
using SmolVM.Images;

namespace SmolVM.Build;

/// <summary>The image of a project: a relative path starts at the project, wherever the build was started.</summary>
static class ProjectImage
{
    /// <exception cref="SmolVmException">It is not known, is not there, or cannot be packed.</exception>
    public static string Resolve(string image, string projectDirectory, bool mayBeHost = false)
    {
        var resolved = image == "host" && mayBeHost ? image : InProject(image, projectDirectory);
        ImageSource.Parse(resolved);
        return resolved;
    }

    static string InProject(string image, string projectDirectory) => image switch
    {
        "" => "base",
        "host" => throw new SmolVmException(
            ErrorCodes.Image,
            "The image 'host' cannot be packed: it is this computer's own root with every file that you can read. " +
            "Set SmolImage to base, debian, a root directory, a container archive or a .smolmachine file."),
        _ when ImageSource.IsReference(image) && !Path.Exists(Path.GetFullPath(image, projectDirectory)) => image,
        _ when image.Contains('/') && image[0] != '~' => Path.GetFullPath(image, projectDirectory),
        _ when image.EndsWith(".smolmachine", StringComparison.Ordinal) || ImageSource.IsArchiveName(image) =>
            Path.GetFullPath(image, projectDirectory),
        _ => image,
    };
}
