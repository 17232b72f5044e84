namespace SmolVM.Build.Items;

/// <summary>A mount as the project wrote it.</summary>
/// <param name="Host"><c>HOST[:GUEST]</c>, or the host path alone where <paramref name="GuestPath"/> is given.</param>
/// <param name="GuestPath">Where the guest sees it; null when <paramref name="Host"/> tells, or nothing does.</param>
/// <param name="Tag">The 9p tag, or null for one by the position.</param>
/// <param name="Writable">Whether the guest's writes reach the host.</param>
sealed record MountItem(string Host, string? GuestPath = null, string? Tag = null, bool Writable = false);
