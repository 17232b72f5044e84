using System.Text.RegularExpressions;
using SmolVM.Errors;
using SmolVM.Smolvm;
using SmolVM.Tests.Contract;

namespace SmolVM.Tests.Smolvm;

/// <summary>Every call that this library makes of the program, with each of its arguments used somewhere.</summary>
static partial class ContractCalls
{
    public static readonly IReadOnlyDictionary<string, Func<SmolvmVersion, IReadOnlyList<string>>> All =
        new Dictionary<string, Func<SmolvmVersion, IReadOnlyList<string>>>
        {
            ["pack an image"] = PackCreate.OfImage("python:3.12-alpine", "/stage/agent").Argv,
            ["pack an image to a full name"] = PackCreate.OfImage("-image", "-agent.smolmachine").Argv,
            ["pack a machine"] = PackCreate.OfMachine("agent-xyz", "/stage/agent").Argv,
            ["describe a pack"] = _ => PackInfo.Argv("/stage/agent.smolmachine"),
            ["create"] = new MachineCreate("agent-xyz").Argv,
            ["create from a pack"] = SmolvmArgvTests.FromPack.Argv,
            ["create from a pack with a command"] = (SmolvmArgvTests.FromPack with { Command = ["sleep", "infinity"] }).Argv,
            ["create with everything"] = SmolvmDriftTests.Everything.Argv,
            ["create with all but a command"] = (SmolvmDriftTests.Everything with { Command = [] }).Argv,
            ["create with a drive letter"] = new MachineCreate("a") { Volumes = [new VolumeArgument(@"C:\a", "/a", ReadOnly: true)] }.Argv,
            ["start"] = version => MachineVerbs.Start("agent-xyz", version),
            ["start a base"] = version => MachineVerbs.Start("agent-xyz", version, forkable: true),
            ["stop"] = version => MachineVerbs.Stop("agent-xyz", version),
            ["delete"] = version => MachineVerbs.Delete("agent-xyz", version),
            ["list"] = _ => MachineVerbs.List(),
            ["status"] = version => MachineVerbs.Status("agent-xyz", version),
            ["data directory"] = version => MachineVerbs.DataDirectory("agent-xyz", version),
            ["fork"] = version => MachineVerbs.Fork("agent-xyz", "clone", version),
            ["fork a base"] = version => MachineVerbs.Fork("agent-xyz", "clone", version, forkable: true),
            ["update"] = new MachineUpdate("agent-xyz") { Cpus = 4, MemoryMiB = 8192, Network = false }.Argv,
            ["exec"] = new MachineExec("agent-xyz", ["-n", "--", "--name"]).Argv,
            ["exec with everything"] = Exec.Argv,
            ["exec with dashes"] =
                (Exec with { Environment = new Dictionary<string, string> { ["-K"] = "-v" }, WorkingDirectory = "-w" }).Argv,
            ["exec detached"] = (Exec with { Interactive = false, Detach = true }).Argv,
            ["copy in"] = new MachineCopy("agent-xyz", "/host/file", "/dest/file").Argv,
            ["copy out"] = new MachineCopy("agent-xyz", "-file", "/dest/file", Out: true).Argv,
            ["copy with a mode"] =
                new MachineCopy("agent-xyz", "-file", "/f") { Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite }.Argv,
            ["run"] = new MachineRun(["true"]).Argv,
            ["run with everything"] = Run.Argv,
            ["run a pack"] = new MachineRun(["true"]) { From = "/stage/agent.smolmachine", Network = true }.Argv,
        };

    /// <summary>What the program of a version makes of a call, or the refusal of ours that comes first.</summary>
    public static ParseOutcome Ask(string call, SmolvmVersion version)
    {
        try
        {
            var argv = All[call](version);
            return argv[0] == "smolvm"
                ? ContractParser.Parse(new Version(version.ToString()), [.. argv.Skip(1)])
                : new UsageError($"the executable is '{argv[0]}'");
        }
        catch (SmolVmException refusal) when (refusal.Code == ErrorCodes.ToolTooOld)
        {
            return new Refused(call, SmolvmVersion.Parse(Needed().Match(refusal.Message).Groups[1].Value));
        }
    }

    /// <summary>The calls that we do not make of a version.</summary>
    public static IReadOnlyList<Refused> RefusedBy(SmolvmVersion version) =>
        [.. All.Keys.Select(call => Ask(call, version)).OfType<Refused>()];

    static MachineExec Exec => new("agent-xyz", ["true"])
    {
        Interactive = true,
        Environment = new Dictionary<string, string> { ["A"] = "1", ["B"] = "" },
        WorkingDirectory = "/srv",
        Timeout = TimeSpan.FromMilliseconds(1500),
    };

    static MachineRun Run => new(["true"])
    {
        Image = "alpine:3.20",
        Name = "once",
        Network = true,
        AllowCidrs = ["192.0.2.1"],
        Environment = new Dictionary<string, string> { ["A"] = "1" },
        Timeout = TimeSpan.FromMinutes(1),
    };

    [GeneratedRegex(@"needs smolvm (\d+\.\d+\.\d+), found")]
    private static partial Regex Needed();

    /// <summary>We refuse the version, and name the first that can.</summary>
    public sealed record Refused(string Call, SmolvmVersion Needed) : ParseOutcome;
}
