namespace SmolVM.Build.Items;

/// <summary>A mount as the project wrote it.</summary>
/// <param name="Spec"><c>HOST[:GUEST]</c>.</param>
/// <param name="Tag">The 9p tag, or null for one by the position.</param>
/// <param name="Writable">Whether the guest's writes reach the host.</param>
sealed record MountItem(string Spec, string? Tag = null, bool Writable = false);
