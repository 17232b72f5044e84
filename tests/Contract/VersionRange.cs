namespace SmolVM.Tests.Contract;

/// <summary>The versions from one tag to another, both included.</summary>
/// <param name="Since">The first; null: from the beginning.</param>
/// <param name="Until">The last; null: still so.</param>
sealed record VersionRange(Version? Since, Version? Until)
{
    public static readonly VersionRange All = new(null, null);

    public static VersionRange OfTags(string? since, string? until) => new(OfTag(since), OfTag(until));

    public bool Contains(Version version) => (Since is null || Since <= version) && (Until is null || version <= Until);

    public static Version? OfTag(string? tag) => tag is null ? null : Version.Parse(tag.TrimStart('v'));
}
