using SmolVM.Images;
using SmolVM.Qemu.Templates;

namespace SmolVM.Tests.Qemu.Templates;

/// <summary>A cache with templates, and templates that no QEMU made: to a store they are files.</summary>
sealed class TemplateFolder : IDisposable
{
    public const int MemoryBytes = 8192;

    static readonly byte[] State = [1, 2, 3];

    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public SmolCache Cache => new(folder.Path);

    /// <summary>A new one each time, as another process would have it.</summary>
    public TemplateStore Store => new(new TemplateArea(Cache, memory: null, _ => long.MaxValue));

    /// <summary>That of a cache whose frozen machines are in a memory that all of them share.</summary>
    public TemplateStore InMemory(string cache) =>
        new(new TemplateArea(new SmolCache(folder.Make(cache)), folder.Make("memory"), _ => long.MaxValue));

    public string Area => Path.Combine(folder.Path, "templates");

    /// <summary>What is in the area, by name.</summary>
    public string[] Names => [.. Directory.EnumerateDirectories(Area).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public TemplateFiles Files(string key) => new(Path.Combine(Area, key));

    public Task<Template> MakeAsync(string key) => Store.GetOrAddAsync(key, MemoryBytes, FillAsync, null, Token);

    public static async Task FillAsync(TemplateFiles files, CancellationToken cancellationToken)
    {
        await File.WriteAllBytesAsync(files.Memory, new byte[MemoryBytes], cancellationToken);
        await File.WriteAllBytesAsync(files.State, State, cancellationToken);
        var manifest = new TemplateManifest { Qemu = "7.2", MemoryBytes = MemoryBytes, StateSha256 = TemplateManifest.Hash(State) };
        await manifest.WriteAsync(files.Manifest, cancellationToken);
    }

    public void Dispose() => folder.Dispose();
}
