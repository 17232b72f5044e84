using System.Formats.Tar;
using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>
/// A kit as one file, for hosts whose distribution has no table of packages or that reach no mirror: made on one host, named in
/// <c>SMOLVM_KIT</c> on others, or imported there. It holds the key of the kit's logins, so it is as private as that.
/// </summary>
internal sealed class KitArchive(SmolCache cache, ICommandRunner runner)
{
    const string What = "the kit";

    static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static IReadOnlyList<string> CompressArgv => ["zstd", "-q", "-T0", "-c"];

    public static IReadOnlyList<string> DecompressArgv => ["zstd", "-q", "-d", "-c"];

    /// <summary>Writes a kit to a file, which appears whole or not at all.</summary>
    public async Task ExportAsync(Kit kit, string path, CancellationToken cancellationToken)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            await using (var file = new FileStream(unfinished, Private()))
            {
                var directory = Path.GetDirectoryName(kit.Kernel)!;
                var compress = new Command(CompressArgv)
                {
                    Input = (stream, token) => TarFile.CreateFromDirectoryAsync(directory, stream, includeBaseDirectory: false, token),
                    Output = (stream, token) => stream.CopyToAsync(file, token),
                    Timeout = Limit,
                };
                (await runner.RunAsync(compress, cancellationToken)).EnsureSuccess();
                file.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>The kit of the file that SMOLVM_KIT names, unpacked into the cache once for each content.</summary>
    /// <exception cref="ImageException">The file is not there, or holds no kit.</exception>
    public Task<Kit> OpenAsync(string path, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new ImageException($"There is no file '{path}', which SMOLVM_KIT names. Name a kit that was exported, or unset it.");
        // Not its content: that would be read at each start.
        var key = ContentHash.Of("imported", file.FullName, $"{file.Length}", $"{file.LastWriteTimeUtc.Ticks}");
        return UnpackAsync(file, key, progress, cancellationToken);
    }

    /// <summary>Puts the kit of a file into the cache. From then on machines boot it, in place of the one of this host's packages.</summary>
    /// <exception cref="ImageException">The file is not there, or holds no kit.</exception>
    public async Task<Kit> ImportAsync(string path, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new ImageException($"There is no file '{path}'. Name a kit that 'dotnet smolvm kit export' wrote.");
        var key = ContentHash.Of("imported", await ContentHash.OfFileAsync(path, cancellationToken));
        var kit = await UnpackAsync(file, key, progress, cancellationToken);
        new ImportedKit(cache).Choose(key);
        return kit;
    }

    async Task<Kit> UnpackAsync(FileInfo file, string key, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var entry = new CacheEntry(Kit.Area, key, What, Unpack);
        var directory = await Preparation.RunAsync(
            What, Preparation.Deadline, token => cache.GetOrAddAsync(entry, progress, token), cancellationToken);
        return new KitFiles(directory).Read();

        async Task Unpack(string target, CancellationToken token)
        {
            progress?.Report($"Unpacking the kit of '{file.FullName}' (once).");
            await using var packed = file.OpenRead();
            var decompress = new Command(DecompressArgv)
            {
                Input = (stream, token) => packed.CopyToAsync(stream, token),
                Output = (stream, token) => TarFile.ExtractToDirectoryAsync(stream, target, overwriteFiles: false, token),
                Timeout = Limit,
            };
            try
            {
                (await runner.RunAsync(decompress, token)).EnsureSuccess();
                new KitFiles(target).Read();
            }
            catch (Exception e) when (
                e is CommandFailedException or InvalidDataException or EndOfStreamException or ImageException or System.Text.Json.JsonException)
            {
                throw new ImageException($"'{file.FullName}' holds no kit: {e.Message} Export one again: dotnet smolvm kit export", e);
            }
        }
    }

    static FileStreamOptions Private()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
