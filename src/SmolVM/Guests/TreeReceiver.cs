using System.Formats.Tar;

namespace SmolVM.Guests;

/// <summary>
/// Writes a tar stream that a guest sent to a host path, and nothing outside it: what the guest says is not trusted. Owned by the caller;
/// set-user-id and set-group-id bits, devices and pipes are left out.
/// </summary>
internal sealed class TreeReceiver(string guestPath, string target)
{
    static readonly TarEntryType[] LeftOut =
        [TarEntryType.GlobalExtendedAttributes, TarEntryType.Fifo, TarEntryType.CharacterDevice, TarEntryType.BlockDevice];

    readonly List<(string Path, UnixFileMode Mode, DateTimeOffset Time)> directories = [];
    bool isTree;
    int entries;

    public async Task ReceiveAsync(Stream archive, CancellationToken cancellationToken)
    {
        await using (var reader = new TarReader(archive, leaveOpen: true))
            while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
                await PlaceAsync(entry, cancellationToken);
        // A pipe that is closed before its end would make the guest's tar fail.
        await archive.CopyToAsync(Stream.Null, cancellationToken);
        // Last, because a directory may forbid what is still to be written in it, and a write changes its time.
        foreach (var (path, mode, time) in Enumerable.Reverse(directories))
        {
            Directory.SetLastWriteTimeUtc(path, time.UtcDateTime);
            UnixModes.Set(path, mode);
        }
    }

    async Task PlaceAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        if (LeftOut.Contains(entry.EntryType))
            return;
        var parts = Parts(entry.Name);
        if (entries++ == 0)
            isTree = entry.EntryType == TarEntryType.Directory && parts.Length == 0;
        else if (!isTree)
            throw Refused(entry.Name, "comes after a single file");
        if (parts.Length == (isTree ? 0 : 1) && entry.EntryType == TarEntryType.Directory != isTree)
            throw Refused(entry.Name, "has the wrong type");
        var place = isTree ? Place(parts, entry.Name) : target;
        if (parts.Length <= 1)
            Directory.CreateDirectory(Path.GetDirectoryName(place) ?? place);
        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                MakeDirectory(place, entry);
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                await WriteAsync(place, entry, entry.DataStream ?? Stream.Null, cancellationToken);
                break;
            case TarEntryType.SymbolicLink:
                // Removes a file or another link, never a directory: then the next line fails.
                File.Delete(place);
                File.CreateSymbolicLink(place, entry.LinkName);
                break;
            case TarEntryType.HardLink:
                await using (var original = OpenOriginal(entry))
                    await WriteAsync(place, entry, original, cancellationToken);
                break;
            default:
                throw Refused(entry.Name, $"has the type {entry.EntryType}, which is not known here");
        }
    }

    string[] Parts(string name)
    {
        if (name.StartsWith('/'))
            throw Refused(name, "is an absolute path");
        var parts = name.Split('/').Where(part => part.Length > 0 && part != ".").ToArray();
        return parts.Contains("..") ? throw Refused(name, "leads outside by '..'") : parts;
    }

    // Each directory above the place is made, or is a real one: writing through a link, the guest's or one that was here before, could lead
    // outside.
    string Place(string[] parts, string name)
    {
        var place = target;
        foreach (var part in parts.SkipLast(1))
        {
            place = Path.Combine(place, part);
            var info = new DirectoryInfo(place);
            if (info.LinkTarget is not null)
                throw Refused(name, $"leads through the symbolic link '{place}'");
            if (!info.Exists)
                Directory.CreateDirectory(place);
        }
        return parts.Length == 0 ? place : Path.Combine(place, parts[^1]);
    }

    void MakeDirectory(string place, TarEntry entry)
    {
        var info = new DirectoryInfo(place);
        // The target itself was named by the caller, who may name a link.
        if (info.LinkTarget is not null && place != target)
            File.Delete(place);
        if (!Directory.Exists(place))
        {
            UnixModes.CreatePrivateDirectory(place);
            directories.Add((place, entry.Mode, entry.ModificationTime));
        }
    }

    FileStream OpenOriginal(TarEntry entry)
    {
        var original = Place(Parts(entry.LinkName), entry.Name);
        return isTree && File.Exists(original) && new FileInfo(original).LinkTarget is null
            ? File.OpenRead(original)
            : throw Refused(entry.Name, $"is a hard link to '{entry.LinkName}', which was not sent before it");
    }

    static async Task WriteAsync(string place, TarEntry entry, Stream content, CancellationToken cancellationToken)
    {
        var temporary = TemporaryBeside(place);
        try
        {
            await using (var file = UnixModes.CreatePrivate(temporary))
            {
                await content.CopyToAsync(file, cancellationToken);
                // The reader takes the end of a truncated archive for the end of the file.
                if (entry.EntryType != TarEntryType.HardLink && file.Length != entry.Length)
                    throw new EndOfStreamException($"The archive ends in the middle of '{entry.Name}'.");
            }
            File.SetLastWriteTimeUtc(temporary, entry.ModificationTime.UtcDateTime);
            UnixModes.Set(temporary, entry.Mode);
            File.Move(temporary, place, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    static string TemporaryBeside(string place) => Path.Combine(Path.GetDirectoryName(place)!, $".smolvm-{Guid.NewGuid():N}");

    GuestExecException Refused(string entry, string why) => new(
        $"The guest's archive of '{guestPath}' is refused: the entry '{entry}' {why}. Nothing was written outside '{target}'.");
}
