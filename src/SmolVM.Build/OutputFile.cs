using SmolVM.Errors;

namespace SmolVM.Build;

/// <summary>The file that a pack is written to, looked at before anything is started.</summary>
static class OutputFile
{
    /// <returns>The path.</returns>
    /// <exception cref="SmolVmException">It is a directory, or nobody may write there.</exception>
    public static string Check(string path)
    {
        if (Directory.Exists(path))
            throw new SmolVmException(
                ErrorCodes.Option,
                $"SmolPackOutput '{path}' is a directory. Give the file to write, such as '{Path.Combine(path, "app.smolmachine")}'.");
        EnsureWritable(path);
        return path;
    }

    // Found here and not after minutes of provisioning. The directory may still have to be made, so the nearest one that exists is asked.
    static void EnsureWritable(string path)
    {
        var nearest = Path.GetDirectoryName(path);
        while (nearest is not null && !Path.Exists(nearest))
            nearest = Path.GetDirectoryName(nearest);
        var probe = Path.Combine(nearest ?? "/", $".smolpack-{Guid.NewGuid():N}.tmp");
        try
        {
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SmolVmException(
                ErrorCodes.Pack,
                $"SmolPackOutput '{path}' cannot be written, because no file can be made in '{nearest}'. "
                + "Name a file in a directory that you can write to.",
                e);
        }
    }
}
