using System.ComponentModel;
using System.Diagnostics;
using SmolVM.Errors;

namespace SmolVM.Processes;

/// <summary>Runs host programs with <see cref="Process"/>. The only class that starts one.</summary>
internal sealed class CommandRunner : ICommandRunner
{
    public async Task<CommandResult> RunAsync(Command command, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var running = StartProcess(command);
        await using var cancellation = cancellationToken.UnsafeRegister(_ => running.Cancel(cancellationToken), null);
        return await running.Completion;
    }

    public IRunningCommand Start(Command command) => StartProcess(command);

    static RunningCommand StartProcess(Command command)
    {
        RefuseUnusable(command);
        var process = new Process { StartInfo = Describe(command) };
        try
        {
            Start(process, command.DiesWithParent);
        }
        catch (Win32Exception error)
        {
            process.Dispose();
            throw new SmolVmException(
                ErrorCodes.ToolFailed,
                $"'{command.Argv[0]}' cannot be started: {error.Message}. Check that the program is made for this system.",
                error);
        }
        return new RunningCommand(command, process);
    }

    static void Start(Process process, bool diesWithParent)
    {
        if (diesWithParent)
        {
            OwnerThread.Run(() => process.Start());
            Arming.Await(process.Id);
        }
        else
        {
            process.Start();
        }
    }

    static void RefuseUnusable(Command command)
    {
        if (command.Argv.Count == 0 || command.Argv[0].Length == 0)
            throw new ArgumentException("A command needs a program: its argv is empty.", nameof(command));
        // The kernel would end the argument there without a word.
        if (command.Argv.FirstOrDefault(argument => argument.Contains('\0', StringComparison.Ordinal)) is { } cut)
        {
            var shown = cut.Replace("\0", "\\0", StringComparison.Ordinal);
            throw new ArgumentException($"An argument cannot hold a NUL character: '{shown}'.", nameof(command));
        }
        if (command.WorkingDirectory is { } folder && !Directory.Exists(folder))
        {
            throw new ToolMissingException(
                $"There is no directory '{folder}' to start '{command.Argv[0]}' in. Make it, or name another one.");
        }
    }

    static ProcessStartInfo Describe(Command command)
    {
        var start = new ProcessStartInfo
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = command.WorkingDirectory ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in command.Environment)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }
        start.Environment.TryGetValue("PATH", out var searchPath);
        IReadOnlyList<string> argv = [ExecutablePath.Resolve(command.Argv[0], searchPath), .. command.Argv.Skip(1)];
        if (command.DiesWithParent)
            argv = OwnedArgv.Wrap(argv);
        start.FileName = ExecutablePath.Resolve(argv[0], searchPath);
        foreach (var argument in argv.Skip(1))
            start.ArgumentList.Add(argument);
        return start;
    }
}
