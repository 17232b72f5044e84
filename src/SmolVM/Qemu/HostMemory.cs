using SmolVM.Errors;

namespace SmolVM.Qemu;

/// <summary>A machine cannot have more memory than its host has.</summary>
internal static class HostMemory
{
    public static void Ensure(int wantedMiB) => Ensure(wantedMiB, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20);

    /// <exception cref="SmolVmException">The host, or the container that this process is in, has less.</exception>
    public static void Ensure(int wantedMiB, long hostMiB)
    {
        if (wantedMiB > hostMiB)
            throw new SmolVmException(
                ErrorCodes.Option,
                $"A machine with {wantedMiB} MiB of memory does not fit on this host, which has {hostMiB} MiB. Give a smaller number (SmolMemory).");
    }
}
