using SmolVM.Mounts;

namespace SmolVM.Smolvm;

/// <summary>A host directory that the guest sees, as <c>-v</c> names it.</summary>
/// <param name="HostPath">An absolute path.</param>
/// <param name="GuestPath">An absolute path.</param>
/// <param name="ReadOnly">Whether the guest is kept from writing.</param>
internal sealed record VolumeArgument(string HostPath, string GuestPath, bool ReadOnly)
{
    public IReadOnlyList<string> Argv(SmolvmVersion version)
    {
        if (!GuestPath.StartsWith('/') || GuestPath.Contains(':'))
            throw SmolvmArgument.Refuse(
                $"smolvm cannot mount at '{GuestPath}' in the guest", "Give an absolute path without a colon.");
        if (HasDriveLetter)
            SmolvmFeature.DriveLetters.Require(version);
        if (HostPath.AsSpan(HasDriveLetter ? 2 : 0).Contains(':'))
            throw MountException.Refused(
                $"smolvm cannot mount '{HostPath}': it takes a colon for the end of the path. Mount a directory without one in its path.");
        return SmolvmArgument.Option("-v", "--volume", $"{HostPath}:{GuestPath}{(ReadOnly ? ":ro" : "")}");
    }

    bool HasDriveLetter => HostPath is [var letter, ':', '\\' or '/', ..] && char.IsAsciiLetter(letter);
}
