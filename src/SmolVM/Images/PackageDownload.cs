using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>Finds and downloads packages of the host's distribution through a private apt root in the cache.</summary>
internal sealed class PackageDownload(SmolCache cache, ICommandRunner runner, DistributionPackages distribution)
{
    // A kit and a base image made one after the other read the lists once.
    static readonly TimeSpan ListsAreFresh = TimeSpan.FromHours(1);
    // Lists, and what apt makes of them twice: 125 MiB on Debian 12.
    const long ListsNeed = 256L << 20;
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>The packages of the newest kernel, together with the others, in the versions of now.</summary>
    public Task<IReadOnlyList<PackageFile>> ResolveKernelAsync(
        IReadOnlyList<string> others, IProgress<string>? progress, CancellationToken cancellationToken) =>
        WithListsAsync(apt => FindWithKernelAsync(apt, others, cancellationToken), progress, cancellationToken);

    public Task<IReadOnlyList<PackageFile>> ResolveAsync(
        IReadOnlyList<string> names, IProgress<string>? progress, CancellationToken cancellationToken) =>
        WithListsAsync(apt => FindAsync(apt, names, cancellationToken), progress, cancellationToken);

    /// <summary>The packages and all that they need.</summary>
    public Task<IReadOnlyList<PackageFile>> ResolveWithDependenciesAsync(
        IReadOnlyList<string> names, IProgress<string>? progress, CancellationToken cancellationToken) =>
        WithListsAsync(apt => FindAsync(apt, apt.DependenciesArgv(names), names, cancellationToken), progress, cancellationToken);

    /// <summary>Puts the packages into a directory, under their file names.</summary>
    public async Task DownloadAsync(
        IReadOnlyList<PackageFile> packages, string directory, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var size = packages.Sum(package => package.Size) >> 20;
        progress?.Report($"Downloading {packages.Count} packages of {distribution.Name}, {size} MiB.");
        Directory.CreateDirectory(directory);
        await WithListsAsync(
            async apt =>
            {
                var command = Quiet(apt, apt.DownloadArgv(packages)) with { WorkingDirectory = directory };
                var result = await runner.RunAsync(command, cancellationToken);
                return result.ExitCode == 0 ? new Found<bool>(true, null) : new Found<bool>(false, AptErrors.Of(result.StandardError));
            },
            progress, cancellationToken);
    }

    async Task<T> WithListsAsync<T>(Func<AptRoot, Task<Found<T>>> work, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        using var held = await cache.LockAsync($"apt-{distribution.Name}", "the package lists", progress, cancellationToken);
        var apt = Prepare();
        var updated = File.GetLastWriteTimeUtc(Stamp(apt)) > DateTime.UtcNow - ListsAreFresh;
        var updateErrors = updated ? null : await UpdateAsync(apt, progress, cancellationToken);
        var found = await work(apt);
        if (found.Error is not null && updated)
        {
            // The mirror may have moved on since the lists were read.
            updateErrors = await UpdateAsync(apt, progress, cancellationToken);
            found = await work(apt);
        }
        return found.Error is null
            ? found.Value
            : throw new ImageException(
                $"The packages of {distribution.Name} could not be fetched: {AptErrors.Join(found.Error, updateErrors)} "
                + "Check the network and the sources in /etc/apt ('apt-get update' shows the same); without a network, copy the cache "
                + "directory of a host with the same distribution here and name it in SMOLVM_CACHE.");
    }

    // A source that fails does not matter as long as the packages are found in the others.
    async Task<string?> UpdateAsync(AptRoot apt, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        cache.RequireSpace(ListsNeed, $"Reading the package lists of {distribution.Name}");
        progress?.Report($"Reading the package lists of {distribution.Name}.");
        var result = await runner.RunAsync(Quiet(apt, apt.UpdateArgv), cancellationToken);
        var errors = AptErrors.Of(result.StandardError);
        if (errors is null)
            await File.WriteAllBytesAsync(Stamp(apt), [], cancellationToken);
        return errors;
    }

    async Task<Found<IReadOnlyList<PackageFile>>> FindWithKernelAsync(
        AptRoot apt, IReadOnlyList<string> others, CancellationToken cancellationToken)
    {
        var shown = await runner.RunAsync(Quiet(apt, apt.ShowArgv(distribution.KernelMeta)), cancellationToken);
        return KernelPackages.Release(shown.StandardOutput) is { } release
            ? await FindAsync(apt, [.. KernelPackages.Of(distribution, release), .. others], cancellationToken)
            : new Found<IReadOnlyList<PackageFile>>(
                [], AptErrors.Of(shown.StandardError) ?? $"the package '{distribution.KernelMeta}' names no kernel.");
    }

    Task<Found<IReadOnlyList<PackageFile>>> FindAsync(AptRoot apt, IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        FindAsync(apt, apt.UrisArgv(names), names, cancellationToken);

    async Task<Found<IReadOnlyList<PackageFile>>> FindAsync(
        AptRoot apt, IReadOnlyList<string> argv, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(Quiet(apt, argv), cancellationToken);
        var files = PackageFile.ParseUris(result.StandardOutput);
        var missing = names.Except(files.Select(file => file.Name)).ToList();
        return result.ExitCode == 0 && missing.Count == 0
            ? new Found<IReadOnlyList<PackageFile>>(files, null)
            : new Found<IReadOnlyList<PackageFile>>(
                [], AptErrors.Of(result.StandardError) ?? $"no source has {string.Join(", ", missing)}.");
    }

    AptRoot Prepare()
    {
        var own = distribution.Sources is null ? "" : $"-{ContentHash.Of(distribution.Key)[..8]}";
        var apt = new AptRoot(cache.Folder($"apt-{distribution.Name}{own}")) { Sources = distribution.Sources };
        foreach (var folder in apt.Folders)
            Directory.CreateDirectory(folder);
        // No package counts as installed here: the host's own state must not decide what is found.
        File.WriteAllText(apt.Status, "");
        if (apt.Sources is not null)
            File.WriteAllText(apt.SourceList, apt.Sources);
        File.WriteAllText(apt.Configuration, apt.ConfigurationText);
        return apt;
    }

    static string Stamp(AptRoot apt) => Path.Combine(apt.Directory, "updated");

    static Command Quiet(AptRoot apt, IReadOnlyList<string> argv) => new(argv)
    {
        // It checks signatures in temporary files.
        Environment = new Dictionary<string, string?> { ["LC_ALL"] = "C.UTF-8", ["APT_CONFIG"] = null, ["TMPDIR"] = apt.Directory },
        Timeout = Patience,
    };

    sealed record Found<T>(T Value, string? Error);
}
