using SmolVM.Packs.Tar;

namespace SmolVM.Images;

/// <summary>What has to be known of a layer before it is unpacked over others.</summary>
/// <param name="Removed">What it takes away: <see cref="Whiteouts"/>.</param>
/// <param name="Replacing">Clean names of members that are no directories: a directory of such a name below makes room.</param>
/// <param name="Devices">Names of device nodes, as they are written: a guest has devices of its own.</param>
internal sealed record LayerMembers(IReadOnlyList<string> Removed, IReadOnlyList<string> Replacing, IReadOnlyList<string> Devices)
{
    public static async Task<LayerMembers> ReadAsync(Stream layer, CancellationToken cancellationToken)
    {
        var (removed, replacing, devices) = (new List<string>(), new List<string>(), new List<string>());
        var scanner = new TarScanner(layer);
        while (await scanner.NextAsync(cancellationToken) is { } member)
        {
            var name = TarName.ToText(TarName.Clean(TarName.BelowRoot(member.Name)));
            if (Whiteouts.Removed(name) is { } gone)
                removed.Add(gone);
            else if (member.Kind is TarKind.CharacterDevice or TarKind.BlockDevice)
                devices.Add(member.Name);
            else if (member.Kind != TarKind.Directory)
                replacing.Add(name);
        }
        return new LayerMembers(removed, replacing, devices);
    }
}
