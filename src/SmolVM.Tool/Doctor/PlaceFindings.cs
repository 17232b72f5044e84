using SmolVM.Errors;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Processes;

namespace SmolVM.Tool.Doctor;

/// <summary>The directories that machines need, what is in them, and the memory.</summary>
internal static class PlaceFindings
{
    /// <summary>What a kit and the <c>base</c> image take while they are made, together.</summary>
    const long NeededMiB = 1000;

    /// <summary>The cache and its free space.</summary>
    public static Finding Cache(string path, long freeMiB, long usedMiB) => freeMiB >= NeededMiB
        ? new Finding("cache", FindingState.Ok, $"{path}: {usedMiB} MiB used, {freeMiB} MiB free")
        : new Finding(
            "cache", FindingState.Note, $"{path}: {usedMiB} MiB used, only {freeMiB} MiB free, and a first kit and image need {NeededMiB}",
            "dotnet smolvm image prune");

    /// <summary>What the cache holds.</summary>
    public static Finding Images(IReadOnlyList<CachedEntry> entries)
    {
        var images = entries.Where(entry => entry.Area == ImageArea.Name).ToList();
        return images.Count == 0
            ? new Finding("images", FindingState.Note, "none yet: the first machine makes the one that it needs", "dotnet smolvm image build base")
            : new Finding("images", FindingState.Ok, $"{images.Count} in the cache, {images.Sum(image => image.Bytes) >> 20} MiB");
    }

    /// <summary>Where machines have their sockets.</summary>
    public static Finding RunDirectory() => Try("run directory", () => RunRoot.Default().Path);

    /// <summary>What the machines of a pool, and those of tests, have together.</summary>
    public static Finding Memory() => Try(
        "memory",
        () => $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MiB, of which pools and tests give their machines {MemoryBudget.Of(null)} MiB");

    /// <summary>The kit that the next machine boots.</summary>
    public static Finding Kit(Kit? kit, string? named)
    {
        if (kit is null)
            return new Finding("kit", FindingState.Missing, "none: the qemu engine says why");
        var source = named is null ? "" : $" of '{named}', as SMOLVM_KIT says";
        return new Finding("kit", FindingState.Ok, $"Linux {kit.KernelRelease}{source}, in {Path.GetDirectoryName(kit.Kernel)}");
    }

    static Finding Try(string subject, Func<string> look)
    {
        try
        {
            return new Finding(subject, FindingState.Ok, look());
        }
        catch (Exception e) when (e is SmolVmException or IOException or UnauthorizedAccessException)
        {
            return new Finding(subject, FindingState.Missing, e.Message);
        }
    }
}
