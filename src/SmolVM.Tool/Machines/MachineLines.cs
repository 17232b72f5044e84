using System.Globalization;
using SmolVM.Machines;

namespace SmolVM.Tool.Machines;

/// <summary>A machine in sentences, for people.</summary>
internal static class MachineLines
{
    public static IEnumerable<string> Of(StoredMachine machine)
    {
        foreach (var mount in machine.Options.Mounts)
            yield return $"  {machine.Name}: {mount.GuestPath} shows {mount.HostPath}"
                + (mount.Writable ? "" : ", and keeps the guest's writes to itself");
        foreach (var (guest, host) in machine.Ports.OrderBy(port => port.Key))
            yield return string.Create(CultureInfo.InvariantCulture, $"  {machine.Name}: port {guest} is {host}");
        foreach (var guest in machine.Options.Ports.Except(machine.Ports.Keys).Order())
            yield return machine.Options.HostPorts.TryGetValue(guest, out var port)
                ? string.Create(CultureInfo.InvariantCulture, $"  {machine.Name}: port {guest} will be port {port} of the host")
                : string.Create(CultureInfo.InvariantCulture, $"  {machine.Name}: port {guest} will get a free port of the host");
        if (machine.SshCommand is not null)
            yield return $"  {machine.Name}: log in with dotnet smolvm machine ssh --name {machine.Name}";
    }

    public static string Missing(StoredMachine machine, string folder) =>
        $"the machine '{machine.Name}' shows {folder}, which has gone: it cannot start. "
        + $"Put it back, or remove the machine: machine delete --name {machine.Name}";
}
