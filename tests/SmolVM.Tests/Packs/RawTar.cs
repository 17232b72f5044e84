using System.Text;

namespace SmolVM.Tests.Packs;

/// <summary>A tar written block by block, independent of the code under test, so that it can say what no honest program writes.</summary>
sealed class RawTar
{
    readonly List<byte> bytes = [];

    public RawTar File(string name, string content = "", long modifiedAt = 0) =>
        Add('0', name, content: Encoding.UTF8.GetBytes(content), modifiedAt: modifiedAt);

    public RawTar Program(string name, byte[] content) => Add('0', name, content: content, mode: "0000755");

    public RawTar Directory(string name) => Add('5', name);

    public RawTar Symlink(string name, string target) => Add('2', name, target);

    public RawTar HardLink(string name, string target) => Add('1', name, target);

    public RawTar Add(
        char type, string name, string target = "", byte[]? content = null, long modifiedAt = 0, string owner = "root", string? mode = null)
    {
        content ??= [];
        var header = new byte[512];
        Put(header, 0, Latin(name));
        Put(header, 100, Latin(mode ?? (type == '5' ? "0000755" : "0000644")));
        Put(header, 108, Latin("0001750\0"));
        Put(header, 116, Latin("0000062\0"));
        Put(header, 124, Latin(Convert.ToString(content.Length, 8).PadLeft(11, '0') + "\0"));
        Put(header, 136, Latin(Convert.ToString(modifiedAt, 8).PadLeft(11, '0') + "\0"));
        Put(header, 148, Latin("        "));
        header[156] = (byte)type;
        Put(header, 157, Latin(target));
        Put(header, 257, Latin("ustar  \0"));
        Put(header, 265, Latin(owner));
        Put(header, 297, Latin(owner));
        return Block(header).Data(content);
    }

    /// <summary>A record about the next member: <c>L</c> is its name, <c>K</c> its target, <c>x</c> PAX.</summary>
    public RawTar Extra(char type, string data) => Add(type, "././@LongLink", content: Latin(data));

    public RawTar Pax(string key, string value)
    {
        var length = $" {key}={value}\n".Length;
        var total = length + $"{length}".Length;
        total = length + $"{total}".Length;
        return Extra('x', $"{total} {key}={value}\n");
    }

    /// <summary>A header as it is, but for its checksum.</summary>
    public RawTar Block(byte[] header)
    {
        Put(header, 148, Latin("        "));
        Put(header, 148, Latin(Convert.ToString(header.Sum(value => value), 8).PadLeft(6, '0') + "\0 "));
        bytes.AddRange(header);
        return this;
    }

    public RawTar Data(byte[] content)
    {
        bytes.AddRange(content);
        bytes.AddRange(new byte[(512 - (content.Length % 512)) % 512]);
        return this;
    }

    public byte[] Unended() => [.. bytes];

    public byte[] ToArray() => [.. bytes, .. new byte[1024]];

    public Stream ToStream() => new MemoryStream(ToArray());

    static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    static void Put(byte[] header, int offset, byte[] value) => value.CopyTo(header, offset);
}
