using SmolVM.Errors;
using SmolVM.Machines;
using SmolVM.Packs;

namespace SmolVM.Smolvm;

/// <summary>The calls that make a machine, short of its name, its volumes and its ports.</summary>
/// <param name="Create">Writes it down.</param>
/// <param name="Update">Corrects what the first call cannot say; null where there is nothing.</param>
internal sealed record SmolvmPlan(MachineCreate Create, MachineUpdate? Update)
{
    // Taken by the program for "as the pack says".
    const int DefaultCpus = 4;
    const int DefaultMemoryMiB = 8192;

    static readonly SmolvmVersion WorkloadOfPacks = new(1, 6, 4);

    /// <summary>
    /// A closed network cannot pull an image, so that it is packed first. With a list or an open network the machine pulls it itself.
    /// </summary>
    public static bool PacksFirst(MachineOptions options, SmolvmImage image) =>
        image.Kind == SmolvmImageKind.Registry && !options.Network && options.AllowCidrs.Count == 0;

    /// <param name="name">What the program is to call the machine.</param>
    /// <param name="options">What it is made of.</param>
    /// <param name="image">The image: the pack that was made of it, where <see cref="PacksFirst"/>.</param>
    /// <param name="manifest">What the pack says about itself; null for an image that is none.</param>
    /// <param name="version">Whose calls.</param>
    /// <exception cref="SmolVmException">This version cannot make the machine as it is wanted.</exception>
    public static SmolvmPlan Of(string name, MachineOptions options, SmolvmImage image, PackManifest? manifest, SmolvmVersion version)
    {
        var network = SmolvmNetwork.Of(options, image.Kind, manifest?.Network ?? false, version);
        var create = new MachineCreate(name)
        {
            Image = manifest is null ? image.Value : null,
            From = manifest is null ? null : image.Value,
            Cpus = options.Cpus,
            MemoryMiB = MemoryMiB(options),
            StorageGiB = options.RootUpper == RootUpper.Disk ? (options.DiskMiB + 1023) / 1024 : null,
            Network = network.Open,
            NetworkBackend = network.Backend,
            AllowCidrs = options.AllowCidrs,
            Environment = options.Environment,
            Command = Workload(manifest, version),
        };
        var update = new MachineUpdate(name)
        {
            Cpus = manifest is { } pack && options.Cpus == DefaultCpus && pack.Cpus != DefaultCpus ? DefaultCpus : null,
            MemoryMiB = manifest is { } other && MemoryMiB(options) == DefaultMemoryMiB && other.MemoryMiB != DefaultMemoryMiB
                ? DefaultMemoryMiB
                : null,
            Network = network.MustBeClosed ? false : null,
        };
        return new SmolvmPlan(create, update == new MachineUpdate(name) ? null : update);
    }

    public static int MemoryMiB(MachineOptions options) => options.MemoryMiB ?? 512;

    // An image's own command may end at once, and the machine with it. A bare machine waits for its command instead.
    static string[] Workload(PackManifest? manifest, SmolvmVersion version) => manifest switch
    {
        null when SmolvmFeature.CreateCommand.In(version) => ["sleep", "infinity"],
        { Mode: "container" } when version >= WorkloadOfPacks => ["sleep", "infinity"],
        _ => [],
    };
}
