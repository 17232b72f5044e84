namespace SmolVM.Packs.Tar;

/// <summary>What the records before a header say of its member: long names (<c>L</c>, <c>K</c>) and PAX (<c>x</c>, <c>g</c>).</summary>
internal sealed class TarExtras
{
    string? name;
    string? target;
    Dictionary<string, string>? records;

    public void Add(byte flag, byte[] data)
    {
        switch (flag)
        {
            case (byte)'L':
                name = Once(name, TarHeader.Text(data));
                break;
            case (byte)'K':
                target = Once(target, TarHeader.Text(data));
                break;
            case (byte)'x':
                records = Once(records, PaxRecords.Parse(data));
                break;
            default:
                RefuseGlobal(PaxRecords.Parse(data));
                break;
        }
    }

    /// <exception cref="InvalidDataException">Two records say the member's name, and programs differ in which one holds.</exception>
    public TarMember Apply(TarMember member)
    {
        if (records is null)
            return member with { Name = name ?? member.Name, Target = target ?? member.Target };
        if ((name is not null && records.ContainsKey("path")) || (target is not null && records.ContainsKey("linkpath")))
            throw new InvalidDataException("a member has two long names");
        return PaxRecords.Apply(member with { Name = name ?? member.Name, Target = target ?? member.Target }, records);
    }

    public void EnsureUnused()
    {
        if (name is not null || target is not null || records is not null)
            throw new InvalidDataException("it ends after a long name");
    }

    static T Once<T>(T? known, T value) where T : class =>
        known is null ? value : throw new InvalidDataException("a member has two long names");

    static void RefuseGlobal(Dictionary<string, string> records)
    {
        if (records.Keys.FirstOrDefault(key => key is "path" or "linkpath" or "size") is { } key)
            throw new InvalidDataException($"a global header says '{key}' for all members");
    }
}
