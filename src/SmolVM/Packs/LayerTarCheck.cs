using SmolVM.Packs.Tar;

namespace SmolVM.Packs;

/// <summary>Whether GNU tar may unpack a layer into a new directory: nothing of it lands outside, and it is read in one way only.</summary>
internal static class LayerTarCheck
{
    /// <exception cref="PackException">It has <c>..</c>, a link that leads outside, or is not a whole tar.</exception>
    public static Task EnsureSafeAsync(Stream layer, CancellationToken cancellationToken = default) =>
        EnsureSafeAsync([layer], cancellationToken);

    /// <summary>The same for files that are unpacked above each other, bottom first: one can lead another outside.</summary>
    public static Task EnsureSafeAsync(IEnumerable<string> layers, CancellationToken cancellationToken) =>
        EnsureSafeAsync(Opened(layers), cancellationToken);

    public static async Task EnsureSafeAsync(IEnumerable<Stream> layers, CancellationToken cancellationToken = default)
    {
        try
        {
            await AcceptAsync(layers, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw new PackException($"A layer of the pack is refused: {e.Message}. Make the pack again, or use one that you trust.", e);
        }
    }

    /// <summary>The same for layers that are no pack's.</summary>
    /// <exception cref="InvalidDataException">See above; the message is a clause without a full stop.</exception>
    public static Task AcceptAsync(IEnumerable<string> layers, CancellationToken cancellationToken) =>
        AcceptAsync(Opened(layers), cancellationToken);

    static async Task AcceptAsync(IEnumerable<Stream> layers, CancellationToken cancellationToken)
    {
        var guard = new TarPathGuard();
        foreach (var layer in layers)
            await AcceptAllAsync(new TarScanner(layer), guard, cancellationToken);
    }

    static async Task AcceptAllAsync(TarScanner scanner, TarPathGuard guard, CancellationToken cancellationToken)
    {
        while (await scanner.NextAsync(cancellationToken) is { } member)
        {
            // Of the types beyond these GNU tar unpacks some as files and takes others for headers.
            if (!Enum.IsDefined(member.Kind))
                throw new InvalidDataException($"'{TarName.Show(member.Name)}' has the unknown type '{(char)member.Kind}'");
            guard.Accept(Below(member));
        }
    }

    // A symbolic link's target is the guest's affair, and means what it says.
    static TarMember Below(TarMember member) => member with
    {
        Name = TarName.BelowRoot(member.Name),
        Target = member.Kind == TarKind.HardLink ? TarName.BelowRoot(member.Target) : member.Target,
    };

    // One at a time, and closed before the next.
    static IEnumerable<Stream> Opened(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            using var file = File.OpenRead(path);
            yield return file;
        }
    }
}
