using System.Formats.Tar;
using System.Text;
using System.Text.RegularExpressions;
using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>What a kit takes out of a kernel's packages; the other 99 % is never written to disk.</summary>
internal sealed partial class KernelFiles
{
    const int MostRounds = 5;

    readonly Dictionary<string, byte[]> _modules = [];
    IReadOnlySet<string> _builtIn = new HashSet<string>();

    /// <summary>What <c>uname -r</c> will say.</summary>
    public string Release { get; private set; } = "";

    public ModuleSet Modules => new(_modules, _builtIn);

    /// <summary>Reads the packages, again where the modules turn out to need some that were not expected.</summary>
    /// <param name="debs">The packages.</param>
    /// <param name="bzImage">Where the compressed kernel is written.</param>
    /// <param name="runner">Runs dpkg-deb and the decompressors.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<KernelFiles> ReadAsync(
        IReadOnlyList<string> debs, string bzImage, ICommandRunner runner, CancellationToken cancellationToken)
    {
        var files = new KernelFiles();
        var wanted = ModuleGroup.All
            .SelectMany(group => group.Wanted.Concat(group.IfThere))
            .Concat(ModuleGroup.Expected)
            .ToHashSet();
        for (var round = 0; wanted.Count > 0 && round < MostRounds; round++)
        {
            foreach (var deb in debs)
            {
                await DebArchive.ReadAsync(
                    runner, deb, (entry, token) => files.TakeAsync(entry, wanted, bzImage, runner, token), cancellationToken);
            }
            var unread = files.Modules.Unread();
            // A name that a whole round did not find is in no package; the load order says so.
            wanted = unread.Except(wanted).ToHashSet();
        }
        if (!File.Exists(bzImage) || files.Release.Length == 0)
            throw new ImageException(
                $"The packages {string.Join(", ", debs.Select(Path.GetFileName))} hold no kernel with modules. "
                + "Report it with the packages' versions.");
        return files;
    }

    async Task TakeAsync(TarEntry entry, HashSet<string> wanted, string bzImage, ICommandRunner runner, CancellationToken cancellationToken)
    {
        if (entry.DataStream is null)
            return;
        if (Vmlinuz().IsMatch(entry.Name) && !File.Exists(bzImage))
        {
            await using var target = new FileStream(bzImage, FileMode.CreateNew);
            await entry.DataStream.CopyToAsync(target, cancellationToken);
        }
        else if (BuiltInList().IsMatch(entry.Name))
        {
            _builtIn = ModuleSet.ParseBuiltIn(Encoding.UTF8.GetString(await ReadAsync(entry.DataStream, cancellationToken)));
        }
        else if (ModuleFile().Match(entry.Name) is { Success: true } module
            && ModuleSet.Normalize(module.Groups["name"].Value) is var name && wanted.Contains(name))
        {
            Release = module.Groups["release"].Value;
            var content = await ReadAsync(entry.DataStream, cancellationToken);
            _modules[name] = await PlainAsync(content, module.Groups["form"].Value, runner, cancellationToken);
        }
    }

    static Task<byte[]> PlainAsync(byte[] content, string form, ICommandRunner runner, CancellationToken cancellationToken) => form switch
    {
        ".xz" => Filter.DecompressAsync(runner, Compression.Xz, content, cancellationToken),
        ".zst" => Filter.DecompressAsync(runner, Compression.Zstd, content, cancellationToken),
        _ => Task.FromResult(content),
    };

    static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    [GeneratedRegex(@"^\./boot/vmlinuz-[^/]+$")]
    private static partial Regex Vmlinuz();

    [GeneratedRegex(@"/lib/modules/[^/]+/modules\.builtin$")]
    private static partial Regex BuiltInList();

    [GeneratedRegex(@"/lib/modules/(?<release>[^/]+)/kernel/.*/(?<name>[^/]+)\.ko(?<form>|\.xz|\.zst)$")]
    private static partial Regex ModuleFile();
}
