using System.Globalization;
using SmolVM.Guests;

namespace SmolVM.Machines;

/// <summary>Options as lines of text: two machines whose lines are the same can stand for each other.</summary>
internal static class OptionsText
{
    /// <summary>All that makes a difference in the guest, and nothing that only names the machine.</summary>
    public static IReadOnlyList<string> Of(MachineOptions options) =>
    [
        $"image={options.Image}",
        .. options.Init is { } init ? (string[])[$"init={init}"] : [],
        string.Create(CultureInfo.InvariantCulture, $"cpus={options.Cpus} memory={options.MemoryMiB} disk={options.DiskMiB}"),
        $"upper={options.RootUpper} network={options.Network} clonable={options.Clonable} lifetime={options.MaximumLifetime}",
        $"user={options.User}",
        $"allow={string.Join(',', options.AllowCidrs)}",
        $"ports={string.Join(',', options.Ports.Select(port => Port(options, port)))}",
        .. options.Mounts.Select((mount, index) => $"mount={mount.ResolvedTag(index)}\0{mount.HostPath}\0{mount.GuestPath}\0{mount.Writable}"),
        .. Variables(options.Environment),
        .. Program(options.Program),
    ];

    public static IReadOnlyList<string> Of(GuestCommand command) =>
    [
        .. command.Argv.Select(argument => $"argument={argument}"),
        // A line each: a directory can have any words in its name.
        $"directory={command.WorkingDirectory}", $"user={command.User}", $"terminal={command.Terminal}",
        .. Variables(command.Environment),
    ];

    static IEnumerable<string> Program(ImageProgram program) =>
    [
        $"image directory={program.WorkingDirectory}", $"image user={program.User}",
        .. program.Entrypoint.Select(argument => $"image entry point={argument}"),
        .. program.Command.Select(argument => $"image command={argument}"),
    ];

    static string Port(MachineOptions options, int guest) => options.HostPorts.TryGetValue(guest, out var host)
        ? string.Create(CultureInfo.InvariantCulture, $"{host}:{guest}")
        : guest.ToString(CultureInfo.InvariantCulture);

    static IEnumerable<string> Variables(IReadOnlyDictionary<string, string> environment) =>
        environment.OrderBy(variable => variable.Key, StringComparer.Ordinal).Select(variable => $"variable={variable.Key}={variable.Value}");
}
