using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using SmolVM.Guests;
using SmolVM.Mounts;

namespace SmolVM.Build;

/// <summary>What a build's log shows of a machine, in order, which <see cref="Progress{T}"/> does not promise.</summary>
sealed class BuildLog(TaskLoggingHelper log) : IProgress<string>
{
    public void Engine(string reason) => log.LogMessage(MessageImportance.High, $"  {reason}");

    /// <summary>A step that can take minutes: shown at the default verbosity, so that a build that waits says for what.</summary>
    public void Report(string value) => log.LogMessage(MessageImportance.High, $"  {value}");

    public void Provisioning(string line) => log.LogMessage(MessageImportance.High, $"  $ {line}");

    /// <summary>What somebody asked to run says: it is what they wait for.</summary>
    public void Said(GuestLine line) => log.LogMessage(MessageImportance.High, line.Text);

    public void Output(GuestLine line) => log.LogMessage(MessageImportance.Normal, $"    {line.Text}");

    public void CommandLine(IReadOnlyList<string> argv) => log.LogCommandLine(MessageImportance.Low, ShellQuote.Join(argv));
}
