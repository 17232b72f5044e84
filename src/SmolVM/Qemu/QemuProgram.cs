using System.Collections.Concurrent;
using SmolVM.Errors;
using SmolVM.Processes;

namespace SmolVM.Qemu;

/// <summary>The QEMU of this host.</summary>
/// <param name="Executable">The name or path that is started.</param>
/// <param name="Version">What it says of itself.</param>
internal sealed record QemuProgram(string Executable, QemuVersion Version)
{
    public const string X64Executable = "qemu-system-x86_64";

    public static IReadOnlyList<string> VersionArgv(string executable) => [executable, "--version"];

    // Starting QEMU only to ask for its version takes longer than half of what a clone needs to load.
    static readonly ConcurrentDictionary<(string Path, long Length, DateTime Written), QemuProgram> Asked = new();

    /// <summary>The program, asked once for each file that it is.</summary>
    /// <exception cref="ToolMissingException">It is not installed.</exception>
    /// <exception cref="SmolVmException">It is too old, or is not QEMU.</exception>
    public static async Task<QemuProgram> FindAsync(ICommandRunner runner, string executable, CancellationToken cancellationToken)
    {
        var file = new FileInfo(ExecutablePath.Resolve(executable, runner.SearchPath));
        var key = (file.FullName, file.Length, file.LastWriteTimeUtc);
        if (Asked.TryGetValue(key, out var known))
            return known;
        var found = await AskAsync(runner, executable, cancellationToken);
        Asked[key] = found;
        return found;
    }

    static async Task<QemuProgram> AskAsync(ICommandRunner runner, string executable, CancellationToken cancellationToken)
    {
        var said = await runner.RunAsync(new Command(VersionArgv(executable)) { Timeout = TimeSpan.FromSeconds(20) }, cancellationToken);
        var version = QemuVersion.Parse(said.EnsureSuccess().StandardOutput)
            ?? throw new SmolVmException(
                ErrorCodes.ToolTooOld,
                $"'{executable} --version' said '{said.StandardOutput.Trim()}', which is not a QEMU version. "
                + "Install it with: apt-get install qemu-system-x86");
        return version.Version >= QemuVersion.Oldest
            ? new QemuProgram(executable, version)
            : throw new SmolVmException(
                ErrorCodes.ToolTooOld,
                $"'{executable}' is version {version.Version}, older than {QemuVersion.Oldest}. "
                + "Use a distribution with a newer one: Debian 12 and Ubuntu 24.04 have it.");
    }
}
