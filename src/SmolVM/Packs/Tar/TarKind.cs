namespace SmolVM.Packs.Tar;

/// <summary>What a member of a tar is: its type flag.</summary>
internal enum TarKind : byte
{
    File = (byte)'0',
    HardLink = (byte)'1',
    SymbolicLink = (byte)'2',
    CharacterDevice = (byte)'3',
    BlockDevice = (byte)'4',
    Directory = (byte)'5',
    Fifo = (byte)'6',

    /// <summary>A GNU sparse file: only the parts that are not holes are in the archive.</summary>
    SparseFile = (byte)'S',
}
