namespace SmolVM.Guests;

/// <summary>Permissions of host files; where the host has none of this kind, what is made gets the host's defaults.</summary>
static class UnixModes
{
    public const UnixFileMode Permissions = (UnixFileMode)0b111_111_111;

    const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode DefaultFile = PrivateFile | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static UnixFileMode Of(string path) => OperatingSystem.IsWindows() ? DefaultFile : File.GetUnixFileMode(path);

    public static void Set(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode & Permissions);
    }

    /// <summary>A new file that nobody else can open while it is written.</summary>
    public static FileStream CreatePrivate(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = PrivateFile;
        return new FileStream(path, options);
    }

    /// <summary>A new directory that nobody else can enter while it is filled.</summary>
    public static void CreatePrivateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, PrivateFile | UnixFileMode.UserExecute);
    }
}
