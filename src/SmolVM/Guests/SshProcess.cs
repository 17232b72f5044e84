using SmolVM.Processes;

namespace SmolVM.Guests;

/// <summary>
/// A program that runs in a guest behind an <c>ssh</c> of the host. A death by signal is seen as the guest's shell tells it, 128 + n; that
/// a program could not be started is known only at its end, and thrown by <see cref="WaitAsync"/>.
/// </summary>
internal sealed class SshProcess : IGuestProcess
{
    const int Unclear = 255;
    const int Sigkill = 9;

    readonly HeldStream input = new();
    readonly HeldStream output = new();
    readonly HeldStream error = new();
    readonly SshSession session;
    readonly SshMaster master;
    readonly SshState state;
    readonly GuestCommand command;
    readonly IRunningCommand running;
    readonly Lazy<Task<GuestExit>> exit;

    SshProcess(SshSession session, SshMaster master, GuestCommand command, SshState state, string remote)
    {
        this.session = session;
        this.master = master;
        this.command = command;
        this.state = state;
        exit = new(ExitAsync);
        running = session.Start(master, remote, command.Terminal is not null, input, output, error);
    }

    public static async Task<SshProcess> StartAsync(SshSession session, GuestCommand command, CancellationToken cancellationToken)
    {
        var state = session.TakeState();
        var remote = SshRemote.Run(command, session.Target.User, state);
        return new(session, await session.Connections.TakeAsync(cancellationToken), command, state, remote);
    }

    public Stream StandardInput => input;

    public Stream StandardOutput => output;

    public Stream StandardError => error;

    public async Task SignalAsync(int signal, CancellationToken cancellationToken)
    {
        if (!running.Completion.IsCompleted)
            await session.AskAsync(SshRemote.Signal(state, signal), cancellationToken);
    }

    public Task ResizeAsync(PseudoTerminal size, CancellationToken cancellationToken) =>
        session.AskAsync(SshRemote.Resize(state, size), cancellationToken);

    public Task<GuestExit> WaitAsync(CancellationToken cancellationToken) => exit.Value.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (exit.IsValueCreated && exit.Value.IsCompletedSuccessfully)
            return;
        try
        {
            await SignalAsync(Sigkill, CancellationToken.None);
        }
        catch (GuestLostException)
        {
            // The guest does not answer any more; what is left to end is our side.
        }
        await running.DisposeAsync();
        // Its server may be about to notice the end of the program, and must not get another command meanwhile.
        await session.Connections.DropAsync(master);
    }

    async Task<GuestExit> ExitAsync()
    {
        var result = await running.Completion;
        if (result.ExitCode != Unclear)
            return InOrder(result.ExitCode);
        var (exitCode, missing) = state.Read(await session.AskAsync(SshRemote.Tell(state), CancellationToken.None));
        return missing switch
        {
            SshState.NoProgram => throw new GuestExecException(
                $"There is no program '{command.Argv[0]}' in the guest. Give its full path, or install it there."),
            SshState.NoDirectory => throw new GuestExecException(
                $"There is no directory '{command.WorkingDirectory}' in the guest to start '{command.Argv[0]}' in. Make it first."),
            SshState.NoUser => throw new GuestExecException(
                $"There is no user '{command.User}' in the guest to run '{command.Argv[0]}'. Add it there first."),
            _ => InOrder(exitCode ?? throw new GuestLostException(
                $"The SSH connection to {session.Target.Host}:{session.Target.Port} ended while '{command.Argv[0]}' ran.")),
        };
    }

    GuestExit InOrder(int exitCode)
    {
        session.Connections.GiveBack(master);
        session.GiveBack(state);
        return new GuestExit(exitCode);
    }
}
