using SmolVM.Mounts;

namespace SmolVM.Tool.Machines;

/// <summary>A directory of the host as <c>-v HOST:GUEST[:ro|:rw]</c> names it.</summary>
internal sealed record Volume(string HostPath, string GuestPath, bool ReadOnly)
{
    /// <exception cref="MountException">It cannot be used.</exception>
    public static Volume Parse(string text) => text.Split(':') switch
    {
        [{ Length: > 0 } host, var guest] => Of(host, guest, readOnly: false),
        [{ Length: > 0 } host, var guest, "rw"] => Of(host, guest, readOnly: false),
        [{ Length: > 0 } host, var guest, "ro"] => Of(host, guest, readOnly: true),
        _ => throw MountException.Refused($"invalid mount path: '{text}'. Write HOST:GUEST, HOST:GUEST:ro or HOST:GUEST:rw."),
    };

    /// <summary>The mount. With <see cref="ReadOnly"/> the guest's writes stay in the machine: the host's directory cannot be changed.</summary>
    public WorkspaceMount Mount() => new(HostPath, GuestPath, writable: !ReadOnly);

    static Volume Of(string host, string guest, bool readOnly)
    {
        if (!guest.StartsWith('/'))
            throw MountException.Refused($"invalid mount path: the guest's path '{guest}' is not absolute. Begin it with '/'.");
        var path = HostDirectory.Absolute(host, Environment.CurrentDirectory);
        return Directory.Exists(path)
            ? new Volume(path, guest, readOnly)
            : throw MountException.Refused($"mount source not found: {path}. Name a directory.");
    }
}
