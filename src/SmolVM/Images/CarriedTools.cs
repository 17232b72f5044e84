using System.Text;
using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>
/// QEMU and the other programs that machines need, unpacked from the distribution's packages into the cache with all the libraries that
/// they need: for hosts on which nothing can be installed.
/// </summary>
internal sealed class CarriedTools(SmolCache cache, ICommandRunner runner, DistributionPackages distribution)
{
    public const string Area = "tools";
    const string What = "QEMU and its tools";

    // Part of every key: a change of what is made of the same packages counts it up.
    const string Format = "1";

    // The packages, and what is in them.
    const long Needed = 500L << 20;

    static readonly string[] Packages =
        ["e2fsprogs", "erofs-utils", "fakeroot", "lz4", "openssh-client", "qemu-system-x86", "qemu-utils", "xz-utils", "zstd"];

    static readonly string[] Programs =
    [
        "usr/sbin/mke2fs", "usr/bin/mkfs.erofs", "usr/bin/faked-sysv", "usr/bin/lz4", "usr/bin/ssh", "usr/bin/ssh-keygen",
        "usr/bin/qemu-system-x86_64", "usr/bin/qemu-img", "usr/bin/xz", "usr/bin/zstd",
    ];

    /// <summary>The programs that it brings.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Programs.Select(program => Path.GetFileName(program))];

    /// <summary>The script that starts a program of the tree with the tree's own loader and libraries.</summary>
    /// <param name="program">Its path in the tree.</param>
    public static string Script(string program)
    {
        // QEMU looks for its firmware and its modules beside its own executable, which is the loader here.
        var data = program.EndsWith("/qemu-system-x86_64", StringComparison.Ordinal)
            ? " -L \"$tree/usr/share/qemu\" -L \"$tree/usr/share/seabios\""
            : "";
        return $"""
            #!/bin/sh
            tree="$(dirname "$(readlink -f "$0")")/../tree"
            export QEMU_MODULE_DIR="$tree/usr/{Loader.GuestLibraries}/qemu"
            # The loader replaces $ORIGIN by the program's own directory after it has split the list at colons.
            exec "$tree/usr/{Loader.GuestLibraries}/{Path.GetFileName(Loader.GuestPath)}" --inhibit-cache \
                --library-path '$ORIGIN/../{Loader.GuestLibraries}' "$tree/{program}"{data} "$@"

            """.ReplaceLineEndings("\n");
    }

    /// <summary>The directory with the scripts.</summary>
    /// <exception cref="ImageException">The packages could not be fetched, or the cache's path has a colon.</exception>
    public async Task<string> GetAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (cache.Root.Contains(':', StringComparison.Ordinal))
            throw new ImageException(
                $"The cache directory '{cache.Root}' has a colon in its name, so that no program of it can be found on PATH. "
                + "Set SMOLVM_CACHE to another one.");
        var request = ContentHash.Of(Format, distribution.Key);
        var directory = await Preparation.RunAsync(
            What, Preparation.Deadline,
            token => cache.GetOrResolveAsync(Area, request, What, resolve => ResolveAsync(progress, resolve), progress, token),
            cancellationToken);
        return Path.Combine(directory, "bin");
    }

    async Task<CacheEntry> ResolveAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        progress?.Report($"Preparing {What} from packages of {distribution.Name} (once).");
        var download = new PackageDownload(cache, runner, distribution);
        var packages = await download.ResolveWithDependenciesAsync(Packages, progress, cancellationToken);
        var key = ContentHash.Of([Format, .. packages.Select(package => package.FileName)]);
        return new CacheEntry(Area, key, What, (directory, token) => BuildAsync(directory, packages, download, progress, token));
    }

    async Task BuildAsync(
        string directory, IReadOnlyList<PackageFile> packages, PackageDownload download, IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        cache.RequireSpace(Needed, $"Preparing {What}");
        var work = Path.Combine(directory, "work");
        await download.DownloadAsync(packages, work, progress, cancellationToken);
        progress?.Report($"Unpacking {What}.");
        await PackageTree.UnpackAsync(
            [.. packages.Select(package => Path.Combine(work, package.FileName))], Path.Combine(directory, "tree"), argv => new Command(argv), runner,
            cancellationToken);
        Directory.Delete(work, recursive: true);
        var bin = Path.Combine(directory, "bin");
        Modes.CreateFolder(bin);
        foreach (var program in Programs)
        {
            var path = Path.Combine(bin, Path.GetFileName(program));
            await File.WriteAllTextAsync(path, Script(program), new UTF8Encoding(false), cancellationToken);
            Modes.Set(path, Modes.Folder);
        }
    }
}
