namespace SmolVM.Images;

/// <summary>Permissions as they are meant, whatever the caller's umask is.</summary>
internal static class Modes
{
    public const UnixFileMode Folder =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public static void CreateFolder(string path)
    {
        Directory.CreateDirectory(path);
        Set(path, Folder);
    }

    public static void Set(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }
}
