using System.Text;
using SmolVM.Packs.Tar;
using SmolVM.Processes;

namespace SmolVM.Packs;

/// <summary>Unpacks a pack's files into a directory of its own, which gets its name when all of them are there.</summary>
internal static class PackExtraction
{
    static readonly TimeSpan DecompressionTimeout = TimeSpan.FromMinutes(30);

    public static async Task RunAsync(
        Func<Stream, CancellationToken, Task> assets,
        PackManifest manifest,
        string directory,
        ICommandRunner runner,
        CancellationToken cancellationToken)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            throw new PackException($"The pack cannot be unpacked to '{directory}', which is not empty. Name a new directory.");
        var staging = $"{target}.{Guid.NewGuid():N}.partial";
        DiskSpace.Ensure(Path.GetDirectoryName(target)!, DeclaredSize(manifest), DiskSpace.Free);
        Directory.CreateDirectory(staging);
        try
        {
            await DecompressAsync(assets, staging, runner, cancellationToken);
            EnsureLayers(manifest, staging);
            cancellationToken.ThrowIfCancellationRequested();
            if (Directory.Exists(target))
                Directory.Delete(target);
            Directory.Move(staging, target);
        }
        finally
        {
            if (Directory.Exists(staging))
                Directory.Delete(staging, recursive: true);
        }
    }

    static async Task DecompressAsync(
        Func<Stream, CancellationToken, Task> assets, string staging, ICommandRunner runner, CancellationToken cancellationToken)
    {
        var command = new Command(ZstdArgv.Decompress())
        {
            Input = assets,
            Output = (stream, token) => UnpackAsync(stream, staging, token),
            Timeout = DecompressionTimeout,
        };
        var result = await runner.RunAsync(command, cancellationToken);
        if (result.ExitCode != 0)
            throw new InvalidDataException($"zstd cannot read its assets ({result.StandardError.Trim().ReplaceLineEndings(" ")})");
    }

    /// <summary>Unpacks files, directories and links; devices and what is not known are left out, as the smolvm program does.</summary>
    public static async Task UnpackAsync(Stream tar, string directory, CancellationToken cancellationToken)
    {
        var (scanner, guard) = (new TarScanner(tar), new TarPathGuard());
        while (await scanner.NextAsync(cancellationToken) is { } member)
        {
            var path = HostPath(directory, guard.Accept(member));
            if (path == directory || !Enum.IsDefined(member.Kind))
                continue;
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await UnpackMemberAsync(scanner, member, path, directory, cancellationToken);
            }
            catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException io && !DiskSpace.IsFull(io)))
            {
                // A file where another member has a directory, or a name that the host's file system does not take.
                throw new InvalidDataException($"'{TarName.Show(member.Name)}' cannot be unpacked ({e.Message.TrimEnd('.')})", e);
            }
        }
        guard.EnsureLinksStayInside();
    }

    static async Task UnpackMemberAsync(
        TarScanner scanner, TarMember member, string path, string directory, CancellationToken cancellationToken)
    {
        switch (member.Kind)
        {
            case TarKind.Directory:
                Directory.CreateDirectory(path);
                break;
            case TarKind.File or TarKind.SparseFile:
                File.Delete(path);
                await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
                    await scanner.CopyDataAsync(member, file, cancellationToken);
                break;
            case TarKind.SymbolicLink:
                File.Delete(path);
                File.CreateSymbolicLink(path, HostText(member.Target));
                break;
            case TarKind.HardLink:
                LinkTo(HostPath(directory, TarName.Clean(member.Target)), path);
                break;
        }
    }

    /// <summary>A second copy, for .NET has no hard links; a pack's files have none in practice.</summary>
    static void LinkTo(string target, string path)
    {
        var source = new FileInfo(target);
        var symbolic = source.LinkTarget;
        if (path == target || (symbolic is null && !source.Exists))
            throw new InvalidDataException($"'{Path.GetFileName(path)}' is a hard link to a file that is not there");
        File.Delete(path);
        if (symbolic is not null)
            File.CreateSymbolicLink(path, symbolic);
        else
            source.CopyTo(path);
    }

    static void EnsureLayers(PackManifest manifest, string staging)
    {
        foreach (var layer in manifest.Assets.Layers)
        {
            var name = TarName.Clean(TarName.FromText(layer.Path));
            if (new FileInfo(HostPath(staging, name)) is not { Exists: true, LinkTarget: null })
                throw new InvalidDataException($"its layer '{TarName.Show(name)}' is missing");
        }
    }

    static string HostPath(string directory, string cleanName) =>
        cleanName.Length == 0 ? directory : Path.Combine(directory, HostText(cleanName));

    // Two names that are not UTF-8 could become one name of the host, and a link of the one could lead the other outside.
    static string HostText(string name)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(TarName.ToBytes(name));
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"the name '{TarName.Show(name)}' is not UTF-8", e);
        }
    }

    static ulong DeclaredSize(PackManifest manifest)
    {
        var sum = manifest.Assets.Layers.Aggregate((UInt128)manifest.Assets.AgentRootfs.Size, (total, layer) => total + layer.Size);
        return (ulong)UInt128.Min(sum, ulong.MaxValue);
    }
}
