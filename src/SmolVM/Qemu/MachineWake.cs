using System.Security.Cryptography;
using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.Qemu;

/// <summary>What a machine with these options is told as it wakes.</summary>
internal static class MachineWake
{
    // As much as the guest's generator holds.
    const int EntropyBytes = 64;

    /// <summary>Randomness of the host.</summary>
    public static byte[] Entropy() => RandomNumberGenerator.GetBytes(EntropyBytes);

    /// <summary>The same for one that lives long enough for its mounts' directories to change.</summary>
    public static WakeRequest Detached(MachineOptions options, Guid identity) => Of(options, identity) with { Cache = MountCache.None };

    /// <param name="options">What it is made of.</param>
    /// <param name="identity">The same each time that one machine wakes, and another for each machine.</param>
    public static WakeRequest Of(MachineOptions options, Guid identity) => new()
    {
        Identity = identity,
        Time = DateTimeOffset.UtcNow,
        Entropy = Entropy(),
        HostName = options.Name!,
        Network = options.Network,
        Environment = options.Environment,
        Mounts = MountList.Tagged(options.Mounts),
    };
}
