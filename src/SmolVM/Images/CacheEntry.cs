namespace SmolVM.Images;

/// <summary>A thing to be kept in the cache.</summary>
/// <param name="Area">The folder of its kind.</param>
/// <param name="Key">The hash of all that it is made from: lower-case hex.</param>
/// <param name="What">Its name in messages, as in "the kit".</param>
/// <param name="BuildAsync">Fills the directory that it is given; the entry's files lie directly in it.</param>
internal sealed record CacheEntry(string Area, string Key, string What, Func<string, CancellationToken, Task> BuildAsync);
