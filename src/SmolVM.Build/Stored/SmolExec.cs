using Microsoft.Build.Framework;
using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.Build.Stored;

/// <summary>Runs a line in the machine of a project, which sees the project as it is now.</summary>
[MSBuildMultiThreadableTask]
public sealed class SmolExec : MachineTask
{
    static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(30);

    /// <summary>The line, for the guest's <c>/bin/sh</c>.</summary>
    public string Command { get; set; } = "";

    /// <summary>Where it runs; where the guest sees the project, else the user's home, when empty.</summary>
    public string WorkingDirectory { get; set; } = "";

    /// <summary>Seconds that it may take; 1800 when empty.</summary>
    public string Timeout { get; set; } = "";

    /// <summary>How it ended; 128 and the signal's number where a signal ended it.</summary>
    [Output]
    public int ExitCode { get; set; }

    private protected override async Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Command))
            throw new SmolVmException(ErrorCodes.Option, "SmolExec has nothing to run. Say what: dotnet build -t:SmolExec -p:SmolCommand=\"…\"");
        var timeout = PropertyText.Seconds("SmolCommandTimeout", Timeout) ?? DefaultTimeout;
        await using var machine = await Stored.AttachAsync(MachineName, log, cancellationToken);
        await RemountAsync(machine, cancellationToken);
        // As a line of a pack is, whoever a container image's user is.
        var command = GuestCommand.Shell(Command) with { WorkingDirectory = Directory(machine), User = "root", Timeout = timeout };
        var exit = await machine.StreamAsync(command, log.Said, cancellationToken);
        ExitCode = exit.ShellCode;
        if (ExitCode != 0)
            throw new SmolVmException(
                ErrorCodes.Exec, $"'{Command}' ended with exit code {ExitCode} in the machine '{MachineName}'. What it said stands above.");
    }

    // What has been edited on the host since must be seen; a program that stays in a mount keeps it as it is.
    async Task RemountAsync(Machine machine, CancellationToken cancellationToken)
    {
        try
        {
            await machine.RemountAsync(cancellationToken);
        }
        catch (MountException e) when (e.Code == ErrorCodes.MountFailed)
        {
            Log.LogWarning(
                null, ErrorCodes.MountBusy, null, ErrorPage.Link(ErrorPages, ErrorCodes.MountBusy), ProjectFile, 0, 0, 0, 0,
                $"{e.Message} So '{Command}' may not see what was edited on the host since.");
        }
    }

    string? Directory(Machine machine)
    {
        if (WorkingDirectory.Length > 0)
            return WorkingDirectory;
        var project = System.IO.Path.GetDirectoryName(ProjectFile);
        return machine.Options.Mounts.FirstOrDefault(mount => mount.HostPath == project)?.GuestPath;
    }
}
