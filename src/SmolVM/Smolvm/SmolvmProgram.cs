using System.Globalization;
using SmolVM.Errors;
using SmolVM.Processes;

namespace SmolVM.Smolvm;

/// <summary>The <c>smolvm</c> program of smol-machines on this host, and no other of that name.</summary>
/// <param name="Executable">What is started.</param>
/// <param name="Version">What it says of itself.</param>
internal sealed record SmolvmProgram(string Executable, SmolvmVersion Version)
{
    const string Source = "https://github.com/smol-machines/smolvm";

    static readonly string[] OwnNames = [SmolvmVersion.OwnName, "dotnet smolvm"];

    static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    /// <summary>What is said of a version whose arguments are not known; null for one whose are.</summary>
    public string? Notice => Version > SmolvmVersion.Newest
        ? $"smolvm {Version} is newer than {SmolvmVersion.Newest}, the newest that is known, and is driven as that one"
        : null;

    public static IReadOnlyList<string> VersionArgv(string executable) => [executable, "--version"];

    /// <summary>Two questions: another program of the name may answer the first in the same words, but knows no machines.</summary>
    /// <exception cref="ToolMissingException">It is not there.</exception>
    /// <exception cref="SmolVmException">It is another program, or too old.</exception>
    public static async Task<SmolvmProgram> FindAsync(ICommandRunner runner, SmolvmSettings settings, CancellationToken cancellationToken)
    {
        var said = await AskAsync(runner, settings, VersionArgv(settings.Executable), cancellationToken);
        if (said.ExitCode != 0 || VersionOf(said.StandardOutput, settings) is not { } version)
            throw Another(settings, $"'{settings.Executable} --version' said '{OneLine(said)}'", WhoSaid(said));
        if (settings.Cli is null)
        {
            var machines = await AskAsync(runner, settings, [settings.Executable, "machine", "--help"], cancellationToken);
            if (machines.ExitCode != 0)
                throw Another(
                    settings, $"'{settings.Executable}' {version} knows no machines", "the Python sandbox of CelestoAI, most likely");
        }
        return version >= SmolvmVersion.Oldest
            ? new SmolvmProgram(settings.Executable, version)
            : throw new SmolVmException(
                ErrorCodes.ToolTooOld,
                $"'{settings.Executable}' is smolvm {version}, older than {SmolvmVersion.Oldest}. Install a newer one from {Source}.");
    }

    // A program that is named by path is taken at its word, and the tool of this project says whose arguments it takes.
    static SmolvmVersion? VersionOf(string said, SmolvmSettings settings) =>
        SmolvmVersion.ParseOutput(said) ?? (settings.Cli is null ? null : SmolvmVersion.ParseOwn(said));

    static async Task<CommandResult> AskAsync(
        ICommandRunner runner, SmolvmSettings settings, IReadOnlyList<string> argv, CancellationToken cancellationToken)
    {
        try
        {
            var question = new Command(argv) { Environment = settings.Environment, Timeout = AnswerTimeout };
            return await runner.RunAsync(question, cancellationToken);
        }
        catch (ToolMissingException e)
        {
            throw new ToolMissingException(
                $"There is no smolvm: {e.Message.Split('\n')[0]} It comes from {Source}; "
                + $"a copy elsewhere is named by {SmolvmSettings.CliVariable}.");
        }
    }

    static SmolVmException Another(SmolvmSettings settings, string fact, string who) => new(
        ErrorCodes.NoEngine,
        string.Create(CultureInfo.InvariantCulture, $"{fact}: that is not the smolvm of smol-machines, but {who}. ")
        + (settings.Cli is null
            ? $"Put the right one first on PATH, or name it with {SmolvmSettings.CliVariable}; it comes from {Source}."
            : $"Name the right one with {SmolvmSettings.CliVariable}; it comes from {Source}."));

    static string WhoSaid(CommandResult said) => (said.StandardOutput + said.StandardError).ToLowerInvariant() switch
    {
        var text when Array.Exists(OwnNames, name => text.Contains(name, StringComparison.Ordinal)) =>
            "the 'dotnet smolvm' of this project",
        var text when text.Contains("celesto", StringComparison.Ordinal) || text.Contains("usage: smolvm", StringComparison.Ordinal) =>
            "the Python sandbox of CelestoAI",
        _ => "another program of that name",
    };

    static string OneLine(CommandResult said)
    {
        var text = (said.StandardOutput.Trim().Length > 0 ? said.StandardOutput : said.StandardError).Trim();
        var line = text.Split('\n')[0].Trim();
        return line.Length <= 120 ? line : line[..120] + "…";
    }
}
