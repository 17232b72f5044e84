using SmolVM.Packs.Tar;

namespace SmolVM.Images.Containers;

/// <summary>The JSON files of an archive, by their names: little beside its layers, which are passed over.</summary>
internal static class ArchiveDocuments
{
    // A configuration has a line for each step of a build; the largest known have some hundred KiB.
    public const int MostBytes = 4 << 20;
    const int MostBytesOfAll = 64 << 20;

    /// <exception cref="InvalidDataException">It is no tar, or has too much JSON; the message is a clause without a full stop.</exception>
    public static async Task<IReadOnlyDictionary<string, byte[]>> ReadAsync(Stream tar, CancellationToken cancellationToken)
    {
        var documents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var scanner = new TarScanner(tar);
        var total = 0L;
        while (await scanner.NextAsync(cancellationToken) is { } member)
        {
            if (member.Kind != TarKind.File || member.Size is 0 or > MostBytes)
                continue;
            using var content = new MemoryStream();
            await scanner.CopyDataAsync(member, content, cancellationToken);
            // Small layers and scripts; a later member of the same name counts.
            if ((char)content.GetBuffer()[0] is not ('{' or '['))
                continue;
            total += member.Size;
            if (total > MostBytesOfAll)
                throw new InvalidDataException($"it has more than {MostBytesOfAll >> 20} MiB of JSON");
            documents[TarName.ToText(TarName.Clean(member.Name))] = content.ToArray();
        }
        return documents;
    }
}
