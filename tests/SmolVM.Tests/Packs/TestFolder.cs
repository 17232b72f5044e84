namespace SmolVM.Tests.Packs;

/// <summary>A new directory, gone at the end of the test.</summary>
sealed class TestFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("smolvm-packs-").FullName;

    public string this[string name] => Path.Combine(Root, name);

    public string[] Entries =>
        [.. Directory.EnumerateFileSystemEntries(Root).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
