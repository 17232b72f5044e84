using System.Globalization;

namespace SmolVM.Packs.Tar;

/// <summary>The records of a PAX header: <c>LENGTH KEY=VALUE\n</c>, the length counting all of it.</summary>
internal static class PaxRecords
{
    /// <summary>What the records say, as bytes like names; an empty value says nothing.</summary>
    /// <exception cref="InvalidDataException">They are malformed, or describe a sparse file in a form that is not read here.</exception>
    public static Dictionary<string, string> Parse(ReadOnlySpan<byte> data)
    {
        var records = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!data.IsEmpty)
        {
            var space = data.IndexOf((byte)' ');
            if (space is < 1 or > 9 || !int.TryParse(data[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length > data.Length || length < space + 3 || data[length - 1] != '\n')
                throw Malformed();
            var record = data[(space + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals < 1)
                throw Malformed();
            Add(records, TarName.FromBytes(record[..equals]), TarName.FromBytes(record[(equals + 1)..]));
            data = data[length..];
        }
        return records;
    }

    /// <summary>The member with what its PAX header says in place of its own.</summary>
    public static TarMember Apply(TarMember member, Dictionary<string, string> records) => member with
    {
        Name = records.GetValueOrDefault("path", member.Name),
        Target = records.GetValueOrDefault("linkpath", member.Target),
        Size = Number(records, "size", member.Size) is var size and >= 0 ? size : throw Malformed(),
        UserId = Number(records, "uid", member.UserId),
        GroupId = Number(records, "gid", member.GroupId),
        ModifiedAt = Number(records, "mtime", member.ModifiedAt),
    };

    static void Add(Dictionary<string, string> records, string key, string value)
    {
        if (key.StartsWith("GNU.sparse.", StringComparison.Ordinal))
            throw new InvalidDataException("a member is sparse in PAX form, which cannot be read");
        // Programs that see names as C strings would end this one at the zero byte, and mean another file.
        if (key is "path" or "linkpath" && value.Contains('\0', StringComparison.Ordinal))
            throw new InvalidDataException("a name has a zero byte");
        if (value.Length == 0)
            records.Remove(key);
        else
            records[key] = value;
    }

    static long Number(Dictionary<string, string> records, string key, long otherwise)
    {
        if (!records.TryGetValue(key, out var text))
            return otherwise;
        var whole = key == "mtime" ? text.Split('.')[0] : text;
        return long.TryParse(whole, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Malformed();
    }

    static InvalidDataException Malformed() => new("a PAX header is malformed");
}
