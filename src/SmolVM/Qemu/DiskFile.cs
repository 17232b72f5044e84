namespace SmolVM.Qemu;

/// <summary>The file behind a guest's disk.</summary>
/// <param name="Path">The file.</param>
/// <param name="Format">QEMU's name of its format: <c>raw</c> or <c>qcow2</c>.</param>
internal sealed record DiskFile(string Path, string Format)
{
    /// <summary>Whether it outlives the machine's process, so that what the guest has flushed must be there after a power cut.</summary>
    public bool Kept { get; init; }

    public static DiskFile Raw(string path) => new(path, "raw");

    public static DiskFile Overlay(string path) => new(path, "qcow2");
}
