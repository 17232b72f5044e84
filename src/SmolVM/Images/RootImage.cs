using SmolVM.Machines;

namespace SmolVM.Images;

/// <summary>A root file system that a machine can start from.</summary>
/// <param name="Kind">How the guest gets at it.</param>
/// <param name="Path">The erofs file, or the directory to export.</param>
/// <param name="Key">The content hash; for <see cref="RootKind.Directory"/> the path.</param>
/// <param name="Environment">Variables that every program of the machine gets (of a pack or a container image; empty otherwise).</param>
internal sealed record RootImage(RootKind Kind, string Path, string Key, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>What a pack or a container image says about its program.</summary>
    public ImageProgram Program { get; init; } = ImageProgram.None;
}

/// <summary>How the guest gets at a root file system.</summary>
internal enum RootKind
{
    /// <summary>A read-only erofs image on virtio-blk.</summary>
    Erofs,

    /// <summary>A directory of the host over 9p, tag <c>root0</c>.</summary>
    Directory,
}
