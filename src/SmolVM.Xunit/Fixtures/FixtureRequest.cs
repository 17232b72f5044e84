using System.Reflection;
using SmolVM.Errors;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.Xunit.Fixtures;

/// <summary>What a fixture is asked for: the attribute's words, read and checked. Nothing has been started when one exists.</summary>
/// <param name="Engine">The engine's name; null or empty leaves the choice open.</param>
/// <param name="Machine">What the machine is made of.</param>
/// <param name="Provision">Lines that prepare it.</param>
/// <param name="Reset">Whether tests get copies.</param>
internal sealed record FixtureRequest(string? Engine, MachineOptions Machine, IReadOnlyList<string> Provision, VmReset Reset)
{
    /// <exception cref="SmolVmException">A setting cannot be used.</exception>
    public static FixtureRequest Of(SmolVmFixtureAttribute settings, Assembly assembly)
    {
        var options = new MachineOptions
        {
            Image = Image(settings.Image, assembly),
            Init = settings.Init,
            Name = settings.MachineName,
            Cpus = settings.Cpus,
            MemoryMiB = settings.MemoryMiB == 0 ? null : settings.MemoryMiB,
            Mounts = MountsOf(settings, assembly),
            RootUpper = settings.RootUpper,
            DiskMiB = settings.DiskMiB,
            Network = settings.Network,
            AllowCidrs = settings.AllowCidrs,
            Ports = settings.Ports,
            Environment = Variables(settings.Environment),
            User = settings.User,
            BootTimeout = settings.BootTimeoutSeconds == 0 ? null : TimeSpan.FromSeconds(settings.BootTimeoutSeconds),
        };
        if (settings.MaximumLifetimeSeconds != 0)
            options = options with { MaximumLifetime = TimeSpan.FromSeconds(settings.MaximumLifetimeSeconds) };
        return new(settings.Engine, Configure(options, settings.ConfigureWith), settings.Provision, settings.Reset);
    }

    static string Image(string image, Assembly assembly) =>
        image.Contains('/') || image.EndsWith(".smolmachine", StringComparison.Ordinal) || ImageSource.IsArchiveName(image)
            ? ProjectDirectory.Resolve(assembly, image)
            : image;

    static IReadOnlyList<WorkspaceMount> MountsOf(SmolVmFixtureAttribute settings, Assembly assembly)
    {
        string[] specs = settings.Mount is null ? settings.Mounts : [settings.Mount, .. settings.Mounts];
        // Asked for only where it is needed: a project that mounts nothing needs to say nothing.
        return specs.Length == 0 ? [] : MountSpec.Parse(specs, settings.WritableMounts, ProjectDirectory.Resolve(assembly, "."));
    }

    static Dictionary<string, string> Variables(IEnumerable<string> lines)
    {
        var variables = new Dictionary<string, string>();
        foreach (var line in lines)
        {
            var equals = line.IndexOf('=');
            if (equals < 1)
                throw new SmolVmException(
                    ErrorCodes.Option, $"Environment has '{line}', which is no NAME=VALUE. Write the name, '=' and the value.");
            variables[line[..equals]] = line[(equals + 1)..];
        }
        return variables;
    }

    static MachineOptions Configure(MachineOptions options, Type? type)
    {
        if (type is null)
            return options;
        if (!typeof(ISmolVmConfiguration).IsAssignableFrom(type) || type.IsAbstract || type.GetConstructor(Type.EmptyTypes) is null)
            throw new SmolVmException(
                ErrorCodes.Option,
                $"ConfigureWith names {type.FullName}, which cannot be used. Name a class that implements {nameof(ISmolVmConfiguration)} "
                + "and has a public constructor without parameters.");
        return ((ISmolVmConfiguration)Activator.CreateInstance(type)!).Configure(options);
    }
}
