using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using SmolVM.Guests;
using SmolVM.Mounts;

namespace SmolVM.Build;

/// <summary>What a build's log shows of a machine, in order, which <see cref="Progress{T}"/> does not promise.</summary>
sealed class BuildLog(TaskLoggingHelper log) : IProgress<string>
{
    public void Report(string value) => log.LogMessage(MessageImportance.Normal, value);

    /// <summary>Shown at the default verbosity: a build that waits for a guest says for which command.</summary>
    public void Provisioning(string line) => log.LogMessage(MessageImportance.High, $"  $ {line}");

    public void Output(GuestLine line) => log.LogMessage(MessageImportance.Normal, $"    {line.Text}");

    public void CommandLine(IReadOnlyList<string> argv) => log.LogCommandLine(MessageImportance.Low, ShellQuote.Join(argv));
}
