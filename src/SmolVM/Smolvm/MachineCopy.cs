namespace SmolVM.Smolvm;

/// <summary><c>machine cp</c>: one regular file into a machine or out of it.</summary>
/// <param name="Name">The machine.</param>
/// <param name="HostPath">
/// The file on the host. The program takes what is before the first colon for a machine, so a path with one in it is refused: name the
/// file relative to a working directory.
/// </param>
/// <param name="GuestPath">The full path of the file in the guest, absolute.</param>
/// <param name="Out">Out of the machine; else into it.</param>
internal sealed record MachineCopy(string Name, string HostPath, string GuestPath, bool Out = false)
{
    /// <summary>The mode of the file in the guest, from 1.9.0; else it is 0644. Not for copies out.</summary>
    public UnixFileMode? Mode { get; init; }

    public IReadOnlyList<string> Argv(SmolvmVersion version)
    {
        if (HostPath.Length == 0 || GuestPath.Length == 0)
            throw SmolvmArgument.Refuse(
                $"A copy needs a file of the host and one of the guest, and they are '{HostPath}' and '{GuestPath}'",
                "Name both.");
        if (!GuestPath.StartsWith('/') || GuestPath.Contains('\0'))
            throw SmolvmArgument.Refuse($"smolvm cannot copy '{GuestPath}' of the guest", "Give its absolute path.");
        if (HostPath.Contains(':') || HostPath.Contains('\0'))
            throw SmolvmArgument.Refuse($"smolvm takes a part of '{HostPath}' for a machine", "Name the file without a colon.");
        // A file named like an option is one of the working directory.
        var host = HostPath.StartsWith('-') ? $"./{HostPath}" : HostPath;
        var guest = $"{SmolvmArgument.Name(Name, version.Known)}:{GuestPath}";
        return ["smolvm", "machine", "cp", .. ModeWords(version), .. Out ? [guest, host] : (string[])[host, guest]];
    }

    string[] ModeWords(SmolvmVersion version)
    {
        if (Mode is not { } mode)
            return [];
        SmolvmFeature.CopyMode.Require(version);
        return ["--mode", Convert.ToString((int)mode, 8).PadLeft(4, '0')];
    }
}
