namespace SmolVM.Images;

/// <summary>Something that the cache keeps and that is made anew when it is needed and not there.</summary>
/// <param name="Area">The folder of its kind.</param>
/// <param name="Directory">Where it is.</param>
/// <param name="Bytes">What it really takes.</param>
/// <param name="LastUse">When it was last used, in UTC.</param>
internal sealed record CachedEntry(string Area, string Directory, long Bytes, DateTime LastUse)
{
    public string Key => Path.GetFileName(Directory);
}
