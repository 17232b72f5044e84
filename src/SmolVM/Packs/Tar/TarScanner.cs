namespace SmolVM.Packs.Tar;

/// <summary>
/// Reads a tar forward, strictly: what two programs could read in two ways is refused (wrong checksums, data after the end, sizes of
/// members that have no data, doubled names), so that a check here holds for the program that unpacks.
/// </summary>
internal sealed class TarScanner(Stream stream)
{
    const int ExtraLimit = 1024 * 1024;
    const int SparseLimit = 1 << 20;

    readonly byte[] block = new byte[TarHeader.BlockSize];
    readonly byte[] buffer = new byte[128 * 1024];
    long position;
    long unread;
    long padding;

    /// <summary>The next member, or null at the end.</summary>
    /// <exception cref="InvalidDataException">This is not a whole tar; the message is a clause without a full stop.</exception>
    public async ValueTask<TarMember?> NextAsync(CancellationToken cancellationToken)
    {
        await SkipAsync(unread + padding, cancellationToken);
        unread = padding = 0;
        var extras = new TarExtras();
        while (true)
        {
            await ReadAsync(block, cancellationToken);
            if (!block.AsSpan().ContainsAnyExcept((byte)0))
            {
                extras.EnsureUnused();
                await EnsureEndAsync(cancellationToken);
                return null;
            }
            var member = TarHeader.Decode(block);
            if ((byte)member.Kind is (byte)'L' or (byte)'K' or (byte)'x' or (byte)'g')
                extras.Add((byte)member.Kind, await ReadExtraAsync(member.Size, cancellationToken));
            else
                return await BeginAsync(extras.Apply(member), cancellationToken);
        }
    }

    /// <summary>Copies the bytes of the last member; those of a sparse one to their places in a destination that can seek.</summary>
    public async Task CopyDataAsync(TarMember member, Stream destination, CancellationToken cancellationToken)
    {
        if (member.Sparse is not { } sparse)
        {
            await CopyAsync(unread, destination, cancellationToken);
            return;
        }
        destination.SetLength(sparse.FileSize);
        foreach (var part in sparse.Parts)
        {
            destination.Position = part.Offset;
            await CopyAsync(part.Length, destination, cancellationToken);
        }
    }

    async ValueTask<TarMember> BeginAsync(TarMember member, CancellationToken cancellationToken)
    {
        // The oldest tars have no type for directories. Only the whole name tells: a long one may be cut in the header just after a slash.
        if (member.Kind == TarKind.File && member.Name.EndsWith('/'))
            member = member with { Kind = TarKind.Directory };
        if (member.Kind is >= TarKind.HardLink and <= TarKind.Fifo && member.Size != 0)
            throw new InvalidDataException($"'{TarName.Show(member.Name)}' cannot have data, and has {member.Size} bytes");
        if (member.Kind == TarKind.SparseFile)
            member = member with { Sparse = await ReadSparseMapAsync(member.Size, cancellationToken) };
        unread = member.Size;
        padding = TarHeader.Padding(member.Size);
        return member with { DataOffset = position };
    }

    async ValueTask<SparseMap> ReadSparseMapAsync(long size, CancellationToken cancellationToken)
    {
        var fileSize = SparseMap.FileSizeOf(block);
        var parts = SparseMap.OfHeader(block, out var extended);
        while (extended)
        {
            if (parts.Count > SparseLimit)
                throw new InvalidDataException($"a sparse member has more than {SparseLimit} parts");
            await ReadAsync(block, cancellationToken);
            parts.AddRange(SparseMap.OfExtension(block, out extended));
        }
        var map = new SparseMap(parts, fileSize);
        map.EnsureAddsUpTo(size);
        return map;
    }

    async ValueTask<byte[]> ReadExtraAsync(long size, CancellationToken cancellationToken)
    {
        if (size > ExtraLimit)
            throw new InvalidDataException($"a header has {size} bytes of names");
        var data = new byte[size];
        await ReadAsync(data, cancellationToken);
        await SkipAsync(TarHeader.Padding(size), cancellationToken);
        return data;
    }

    async ValueTask EnsureEndAsync(CancellationToken cancellationToken)
    {
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (buffer.AsSpan(0, count).ContainsAnyExcept((byte)0))
                throw new InvalidDataException("there is data after its end");
        }
    }

    async Task CopyAsync(long count, Stream destination, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(count, buffer.Length));
            await ReadAsync(part, cancellationToken);
            await destination.WriteAsync(part, cancellationToken);
            count -= part.Length;
            unread -= part.Length;
        }
    }

    async ValueTask SkipAsync(long count, CancellationToken cancellationToken)
    {
        if (stream.CanSeek && count > 0)
        {
            if (count > stream.Length - stream.Position)
                throw new InvalidDataException("it ends in the middle of a member");
            stream.Seek(count, SeekOrigin.Current);
            position += count;
            return;
        }
        while (count > 0)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(count, buffer.Length));
            await ReadAsync(part, cancellationToken);
            count -= part.Length;
        }
    }

    async ValueTask ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        if (await stream.ReadAtLeastAsync(target, target.Length, throwOnEndOfStream: false, cancellationToken) < target.Length)
            throw new InvalidDataException("it ends in the middle of a member or without its end mark");
        position += target.Length;
    }
}
