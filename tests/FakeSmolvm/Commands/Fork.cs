using System.Globalization;
using FakeSmolvm.Guests;
using FakeSmolvm.Machines;
using SmolVM.Tests.Contract;

namespace FakeSmolvm.Commands;

/// <summary>
/// Copies of a running machine. Here they have the files of its disk and boot anew: what lay in the memory of the base, mounts that were
/// made in it included, is not in them.
/// </summary>
static class Fork
{
    public static int Run(Cli cli, AcceptedCall call)
    {
        var name = call.Value("--golden") ?? call.Positionals["GOLDEN"];
        var golden = cli.Store.Get(name);
        if (!golden.IsAlive)
            throw Cli.NotRunning(name);
        if (!golden.Forkable)
            throw CliException.Agent("fork machine", $"machine '{name}' was not started with --forkable");
        if (golden.Frozen && !cli.Drift.ForksMoreThanOnce)
            throw CliException.Agent("fork machine", $"machine '{name}' is the fork base for another machine already");
        golden = cli.Store.Change(name, record => record with { Frozen = cli.Drift.ForkBaseIsFrozen || record.Frozen });
        foreach (var clone in Names(call))
            Clone(cli, call, golden, clone);
        return 0;
    }

    static void Clone(Cli cli, AcceptedCall call, MachineRecord golden, string name)
    {
        var clone = golden with
        {
            Name = MachineName.Check(name, cli.Drift),
            CreatedAt = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            ForkBase = golden.Name,
            Frozen = false,
            Process = null,
            Ports = call.Values("--port"),
            Init = [],
        };
        cli.Store.Add(clone);
        var directory = cli.DirectoryOf(name);
        Directory.CreateDirectory(directory.Path);
        HostTool.Run("cp", "-a", "--reflink=auto", cli.DirectoryOf(golden.Name).Root, directory.Root);
        var variables = GuestEnvironment.Complete(call.Values("--env"), cli.Drift);
        if (variables.Count > 0)
        {
            var folder = Directory.CreateDirectory(RootPath.Resolve(directory.Root, "/etc/smolvm"));
            File.WriteAllLines(Path.Combine(folder.FullName, "fork-env"), variables);
        }
        clone = Boot.Up(cli, clone, call.Has("--forkable"));
        Console.WriteLine($"Forked machine: {name} (PID: {clone.Process!.Pid})");
    }

    static IEnumerable<string> Names(AcceptedCall call)
    {
        var count = Given.Number(call, "--count") ?? 1;
        if (call.Value("--name-prefix") is { } prefix)
            return Enumerable.Range(0, count).Select(i => prefix + i.ToString(CultureInfo.InvariantCulture));
        return [call.Value("--name") ?? call.Positionals.GetValueOrDefault("CLONE") ?? MachineName.Invent()];
    }
}
