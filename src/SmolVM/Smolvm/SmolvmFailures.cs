using System.Text.RegularExpressions;

namespace SmolVM.Smolvm;

/// <summary>
/// Reads why the program failed from what it said. Its frames nest, so that parts of the text are looked for, the telling ones first.
/// </summary>
internal static partial class SmolvmFailures
{
    const int UsageExit = 2;
    const int CrashExit = 101;

    static readonly (SmolvmFailure Failure, string[] Texts)[] Known =
    [
        (SmolvmFailure.KvmMissing, ["kvm not available:"]),
        (SmolvmFailure.KvmPermission, ["kvm permission denied:"]),
        (SmolvmFailure.HypervisorMissing, ["hypervisor not available:"]),
        (SmolvmFailure.LibrariesMissing, ["libkrun/libkrunfw not found", "failed to load libkrun"]),
        (SmolvmFailure.AgentRootfsMissing, ["agent rootfs not found"]),
        (SmolvmFailure.DatabaseBusy, ["database is locked", "Database already open"]),
        (SmolvmFailure.Busy, ["another process is already starting or running this VM"]),
        (SmolvmFailure.DatabaseError, ["database not available:", "database operation failed:"]),
        (SmolvmFailure.PackMissing, ["source .smolmachine not found", "create from .smolmachine: file not found:"]),
        (SmolvmFailure.PackUnreadable,
        [
            "invalid magic: expected SMOLPACK", "unsupported version:", "checksum mismatch", "footer sizes exceed file size",
            "does not match assets_size", "sidecar file too small to contain footer",
        ]),
        (SmolvmFailure.PackPlatform, ["platform mismatch:"]),
        (SmolvmFailure.PackTooOld, ["no layer directories found in"]),
        (SmolvmFailure.SecretRefused, ["packs may not carry secret refs"]),
        (SmolvmFailure.LocalImageUnpackable, ["was created from a local image"]),
        (SmolvmFailure.NeverStarted, ["overlay disk not found at"]),
        (SmolvmFailure.NotFound, ["vm not found: "]),
        (SmolvmFailure.BadName, ["validate machine name:", "must start with a letter or digit"]),
        (SmolvmFailure.NotRunning, ["is not running. Use"]),
        (SmolvmFailure.StillRunning, ["is running. Stop it first", "expected stopped, got Running"]),
        (SmolvmFailure.ForkBase, ["is the fork base for", "is a fork clone of"]),
        (SmolvmFailure.BootTimeout, ["agent did not become ready within"]),
        (SmolvmFailure.BootCrashed, ["agent process exited during startup", "boot process exited", "krun_start_enter returned"]),
        (SmolvmFailure.PortInUse, ["is already in use by running machine", "duplicate host port"]),
        (SmolvmFailure.MountSourceMissing, ["mount source not found:"]),
        (SmolvmFailure.MountRejected, ["mount operation failed:", "invalid mount path:"]),
        (SmolvmFailure.NetworkDisabled,
            ["networking is disabled. Add --net", "must be pulled from a registry, but this machine has no network"]),
        (SmolvmFailure.EgressUnsupported, ["requires the virtio-net backend", "not supported by the current virtio-net implementation"]),
        (SmolvmFailure.HostUnresolved, ["failed to resolve", "port suffixes are not supported"]),
        (SmolvmFailure.OutputTooLarge, ["command output exceeded", "streaming output exceeded"]),
        (SmolvmFailure.CommandNotFoundInGuest, ["failed to spawn command:"]),
    ];

    /// <summary>Whether the same call may well work a moment later.</summary>
    public static bool MayPass(SmolvmFailure failure) => failure is SmolvmFailure.DatabaseBusy or SmolvmFailure.Busy;

    /// <summary>The reason of a call that was the program's own to fail.</summary>
    public static SmolvmFailure Of(int exitCode, string standardError) => exitCode switch
    {
        // The words of a wrong usage differ by release; the code does not.
        UsageExit => SmolvmFailure.Usage,
        CrashExit when Panicked(standardError) => SmolvmFailure.Crashed,
        _ => OfText(standardError),
    };

    /// <summary>
    /// The reason of an <c>exec</c>, whose exit code is the guest's where it is not the program's own; null where it is the guest's. A
    /// guest that says the program's words with the program's code is taken for it.
    /// </summary>
    /// <param name="exitCode">How the call ended.</param>
    /// <param name="output">Standard output: the program writes nothing there when it fails.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="limited">Whether a time-out was asked for.</param>
    public static SmolvmFailure? OfExec(int exitCode, string output, string error, bool limited) => exitCode switch
    {
        1 when output.Length == 0 && EndsWithError(error) => OfText(error),
        CrashExit when output.Length == 0 && Panicked(error) => SmolvmFailure.Crashed,
        124 when limited => SmolvmFailure.TimedOut,
        _ => null,
    };

    static SmolvmFailure OfText(string text)
    {
        if (ExistingMachine().IsMatch(text))
            return SmolvmFailure.AlreadyExists;
        foreach (var (failure, texts) in Known)
        {
            if (Array.Exists(texts, part => text.Contains(part, StringComparison.Ordinal)))
                return failure;
        }
        return MissingMachine().IsMatch(text) ? SmolvmFailure.NotFound : SmolvmFailure.Unknown;
    }

    static bool Panicked(string error) => error.Contains("panicked at", StringComparison.Ordinal);

    // The last line that no other continues: continuations are indented.
    static bool EndsWithError(string error) =>
        error.Split('\n').LastOrDefault(line => line.Trim().Length > 0 && !char.IsWhiteSpace(line[0])) is { } last
        && last.StartsWith("error: ", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"machine '[^']*' already exists")]
    private static partial Regex ExistingMachine();

    [GeneratedRegex(@"(machine|VM) '[^']*' not found")]
    private static partial Regex MissingMachine();
}
