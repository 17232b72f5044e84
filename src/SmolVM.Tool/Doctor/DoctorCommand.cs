using System.CommandLine;
using SmolVM.Errors;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Qemu;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Doctor;

/// <summary><c>doctor</c>: looks at all that machines need. Ends with 0 when one could be started, else with 1.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the report as JSON" };
        var command = new Command(
            "doctor", "Look at all that machines need on this host, and say the commands that mend what is missing.") { json };
        command.Runs(async call =>
        {
            var report = await LookAsync(call.Console, call.Ended);
            if (call.Value(json))
                call.Console.Json(report);
            else
                Print(report, call.Console);
            return report.Usable ? 0 : 1;
        });
        return command;
    }

    static void Print(DoctorReport report, ToolConsole console)
    {
        console.Table(["LOOKED AT", "STATE", "FOUND"], [.. report.Findings.Select(Row)]);
        console.Line(report.Verdict);
        if (report.Remedies.Count == 0)
            return;
        console.Line(report.Findings.Any(finding => finding.State == FindingState.Missing) ? "To mend what is missing:" : "To make it better:");
        foreach (var remedy in report.Remedies)
            console.Line($"  {remedy}");
    }

    static string[] Row(Finding finding) =>
        [finding.Subject, finding.State.ToString().ToLowerInvariant(), finding.Text.ReplaceLineEndings(" ")];

    static async Task<DoctorReport> LookAsync(ToolConsole progress, CancellationToken cancellationToken)
    {
        var (engines, asked) = (MachineEngines.All(), MachineEngines.Asked());
        var probes = new List<(string Engine, EngineProbe Probe)>();
        foreach (var engine in engines)
        {
            progress.Report($"Looking at the {engine.Name} engine.");
            probes.Add((engine.Name, await engine.ProbeAsync(progress, cancellationToken)));
        }
        var usable = probes.Any(probed => probed.Engine == "qemu" && probed.Probe.Usable);
        var kit = usable ? await engines.OfType<QemuEngine>().Single().KitAsync(progress, cancellationToken) : null;
        var chosen = EngineFindings.Chosen(probes, asked);
        return new DoctorReport(chosen is not null, chosen,
        [
            .. EngineFindings.Of(probes, asked),
            await KvmFinding.LookAsync(Prefix, cancellationToken),
            ProgramFinding.Of(IsInstalled, Prefix, Environment.GetEnvironmentVariable("SMOLVM_TOOLS") == "packages"),
            PlaceFindings.Kit(kit, Environment.GetEnvironmentVariable("SMOLVM_KIT") is { Length: > 0 } named ? named : null),
            .. CacheFindings(),
            PlaceFindings.RunDirectory(),
            PlaceFindings.Memory(),
        ]);
    }

    static string Prefix => Environment.IsPrivilegedProcess ? "" : "sudo ";

    static bool IsInstalled(string program) => Processes.ExecutablePath.Exists(program, Environment.GetEnvironmentVariable("PATH"));

    static IEnumerable<Finding> CacheFindings()
    {
        try
        {
            var cache = SmolCache.Open();
            var entries = CacheContent.Of(cache).List();
            var free = new DriveInfo(cache.Folder(".")).AvailableFreeSpace;
            // Frozen machines may be in the host's memory.
            var used = entries.Where(entry => entry.Directory.StartsWith(cache.Root, StringComparison.Ordinal)).Sum(entry => entry.Bytes);
            return [PlaceFindings.Images(entries), PlaceFindings.Cache(cache.Root, free >> 20, used >> 20)];
        }
        catch (SmolVmException e)
        {
            return [new Finding("cache", FindingState.Missing, e.Message)];
        }
    }
}
