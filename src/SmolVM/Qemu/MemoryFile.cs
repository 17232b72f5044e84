namespace SmolVM.Qemu;

/// <summary>A file that is a guest's memory.</summary>
/// <param name="Path">The file.</param>
/// <param name="Shared">
/// Whether the guest's writes reach it: yes while a machine is made that others are cloned from, no in the clones, which get a page of
/// their own with the first write.
/// </param>
internal sealed record MemoryFile(string Path, bool Shared);
