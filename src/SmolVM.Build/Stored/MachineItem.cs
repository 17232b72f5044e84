using System.Globalization;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using SmolVM.Machines;

namespace SmolVM.Build.Stored;

/// <summary>
/// A machine as an item: its name, with the metadata <c>State</c> (<c>running</c>, <c>stopped</c>), <c>Engine</c>, <c>ProcessId</c>,
/// <c>SshCommand</c>, <c>Ports</c> (<c>GUEST=127.0.0.1:HOST</c>, with semicolons between) and <c>MissingFolders</c>.
/// </summary>
static class MachineItem
{
    public static ITaskItem Of(StoredMachine machine)
    {
        var item = new TaskItem(machine.Name);
        item.SetMetadata("State", State(machine));
        item.SetMetadata("Engine", machine.Engine);
        item.SetMetadata("ProcessId", machine.ProcessId?.ToString(CultureInfo.InvariantCulture) ?? "");
        item.SetMetadata("SshCommand", Escape(machine.SshCommand ?? ""));
        item.SetMetadata("Ports", string.Join(';', machine.Ports.OrderBy(port => port.Key).Select(port => $"{port.Key}={port.Value}")));
        item.SetMetadata("MissingFolders", string.Join(';', machine.MissingFolders.Select(Escape)));
        return item;
    }

    /// <summary>The same for people.</summary>
    public static IEnumerable<string> Lines(StoredMachine machine)
    {
        yield return machine.ProcessId is { } pid
            ? string.Create(CultureInfo.InvariantCulture, $"machine {machine.Name} is {State(machine)} (process {pid})")
            : $"machine {machine.Name} is {State(machine)}";
        foreach (var mount in machine.Options.Mounts)
            yield return $"{mount.GuestPath} shows {mount.HostPath}{(mount.Writable ? "" : ", and keeps the guest's writes to itself")}";
        foreach (var (guest, host) in machine.Ports.OrderBy(port => port.Key))
            yield return string.Create(CultureInfo.InvariantCulture, $"port {guest} is {host}");
        if (machine.SshCommand is { } ssh)
            yield return $"shell: {ssh}";
    }

    static string State(StoredMachine machine) => machine.State == MachineState.Running ? "running" : "stopped";

    // Metadata are unescaped once when they are read.
    static string Escape(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal);
}
