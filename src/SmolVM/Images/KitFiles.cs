using System.Text.Json;

namespace SmolVM.Images;

/// <summary>The files of a kit in its directory of the cache.</summary>
internal sealed record KitFiles(string Directory)
{
    static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public string Kernel => Path.Combine(Directory, "vmlinux");

    public string CompressedKernel => Path.Combine(Directory, "vmlinuz");

    public string Initramfs => Path.Combine(Directory, "initramfs.cpio");

    public string Identity => Path.Combine(Directory, "id_ed25519");

    string Description => Path.Combine(Directory, "kit.json");

    /// <summary>The kernel of a kit, for people; null where it does not say.</summary>
    public static string? ReleaseOf(string directory)
    {
        try
        {
            return JsonSerializer.Deserialize<KitDescription>(File.ReadAllText(new KitFiles(directory).Description), Json)?.KernelRelease;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    public Kit Read()
    {
        SmolCache.EnsureWhole(Directory, Kernel, CompressedKernel, Initramfs, Identity, Description);
        var description = JsonSerializer.Deserialize<KitDescription>(File.ReadAllText(Description), Json)
            ?? throw new ImageException($"'{Description}' says nothing. Delete '{Directory}': it is made anew.");
        return new Kit(description.Key, Kernel, CompressedKernel, Initramfs, description.KernelRelease, description.SshHostKey, Identity);
    }

    public Task WriteAsync(KitDescription description, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(Description, JsonSerializer.Serialize(description, Json), cancellationToken);
}
