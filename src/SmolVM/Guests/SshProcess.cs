using SmolVM.Processes;

namespace SmolVM.Guests;

/// <summary>
/// A program that runs in a guest behind an <c>ssh</c> of the host. A death by signal is seen as the guest's shell tells it, 128 + n; that
/// a program could not be started is known only at its end, and thrown by <see cref="WaitAsync"/>.
/// </summary>
internal sealed class SshProcess : IGuestProcess
{
    const int Lost = 255;
    const int Sigkill = 9;

    static readonly TimeSpan SideCommandTimeout = TimeSpan.FromSeconds(15);

    readonly HeldStream input = new();
    readonly HeldStream output = new();
    readonly HeldStream error = new();
    readonly string id = Guid.NewGuid().ToString("N");
    readonly ICommandRunner runner;
    readonly SshTarget target;
    readonly GuestCommand command;
    readonly IRunningCommand running;
    readonly Lazy<Task<GuestExit>> exit;

    public SshProcess(ICommandRunner runner, SshTarget target, GuestCommand command)
    {
        this.runner = runner;
        this.target = target;
        this.command = command;
        exit = new(ExitAsync);
        running = runner.Start(new Command(SshArgv.Exec(target, SshRemote.Run(command, target.User, id), command.Terminal is not null))
        {
            Input = input.HoldAsync,
            Output = output.HoldAsync,
            Error = error.HoldAsync,
            DiesWithParent = true,
        });
    }

    public Stream StandardInput => input;

    public Stream StandardOutput => output;

    public Stream StandardError => error;

    public async Task SignalAsync(int signal, CancellationToken cancellationToken)
    {
        if (!running.Completion.IsCompleted)
            await SideAsync(SshRemote.Signal(id, signal), cancellationToken);
    }

    public Task ResizeAsync(PseudoTerminal size, CancellationToken cancellationToken) =>
        SideAsync(SshRemote.Resize(id, size), cancellationToken);

    public Task<GuestExit> WaitAsync(CancellationToken cancellationToken) => exit.Value.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await SignalAsync(Sigkill, CancellationToken.None);
        }
        catch (GuestLostException)
        {
            // The guest does not answer any more; what is left to end is our side.
        }
        await running.DisposeAsync();
    }

    async Task<GuestExit> ExitAsync()
    {
        var result = await running.Completion;
        if (result.ExitCode != Lost)
            return new GuestExit(result.ExitCode);
        var why = await SideAsync(SshRemote.Why(id), CancellationToken.None);
        return why.StandardOutput.Trim() switch
        {
            SshRemote.Exited => new GuestExit(Lost),
            SshRemote.NoProgram => throw new GuestExecException(
                $"There is no program '{command.Argv[0]}' in the guest. Give its full path, or install it there."),
            SshRemote.NoDirectory => throw new GuestExecException(
                $"There is no directory '{command.WorkingDirectory}' in the guest to start '{command.Argv[0]}' in. Make it first."),
            SshRemote.NoUser => throw new GuestExecException(
                $"There is no user '{command.User}' in the guest to run '{command.Argv[0]}'. Add it there first."),
            _ => throw new GuestLostException($"The SSH connection to {target.Host}:{target.Port} ended while '{command.Argv[0]}' ran."),
        };
    }

    async Task<CommandResult> SideAsync(string remote, CancellationToken cancellationToken)
    {
        var side = new Command(SshArgv.Exec(target, remote, terminal: false)) { Timeout = SideCommandTimeout, DiesWithParent = true };
        try
        {
            return await runner.RunAsync(side, cancellationToken);
        }
        catch (CommandTimeoutException e)
        {
            throw new GuestLostException($"The guest's SSH server at {target.Host}:{target.Port} does not answer any more. {e.Message}", e);
        }
    }
}
