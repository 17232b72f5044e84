using System.Globalization;
using SmolVM.Images;
using SmolVM.Qemu.Templates;

namespace SmolVM.Tool.Images;

/// <summary>An entry of the cache, as it is listed.</summary>
/// <param name="Name">The image's name or path, the kit's kernel, else the beginning of the key.</param>
/// <param name="Kind">What it is: <c>base</c>, <c>directory</c>, <c>pack</c>, <c>kit</c>, <c>tools</c>, <c>template</c>…</param>
/// <param name="Bytes">What it takes.</param>
/// <param name="LastUse">When it was last used.</param>
/// <param name="InUse">Whether a process or a stored machine stands on it.</param>
/// <param name="Path">Where it is.</param>
internal sealed record CacheLine(string Name, string Kind, long Bytes, DateTimeOffset LastUse, bool InUse, string Path)
{
    const int ShownOfKey = 12;

    public static IReadOnlyList<string> Headings { get; } = ["NAME", "KIND", "SIZE", "LAST USE", "IN USE"];

    public static CacheLine Of(CachedEntry entry, bool inUse)
    {
        var (name, kind) = Describe(entry);
        var key = entry.Key[..Math.Min(ShownOfKey, entry.Key.Length)];
        return new CacheLine(name ?? key, kind, entry.Bytes, entry.LastUse, inUse, entry.Directory);
    }

    public IReadOnlyList<string> Cells(DateTimeOffset now) =>
        [Name, Kind, string.Create(CultureInfo.InvariantCulture, $"{Bytes >> 20} MiB"), Age.Text(now - LastUse), InUse ? "yes" : ""];

    static (string? Name, string Kind) Describe(CachedEntry entry) => entry.Area switch
    {
        ImageArea.Name => ImageRecord.Read(entry.Directory) is { } record ? (record.Image, record.Kind) : (null, "image"),
        Kit.Area => (KitFiles.ReleaseOf(entry.Directory), "kit"),
        CarriedTools.Area => ("QEMU", "tools"),
        TemplateArea.Name => (null, "template"),
        _ => (null, entry.Area),
    };
}
