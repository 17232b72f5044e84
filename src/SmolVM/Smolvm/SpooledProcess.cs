using SmolVM.Guests;

namespace SmolVM.Smolvm;

/// <summary>
/// A program whose standard input is gathered before it starts, for versions that lose a part of an input that does not come at once
/// (before 1.8.1). A short input goes with the start; a long one is put into a file of the guest in short pieces, and read from there.
/// </summary>
internal sealed class SpooledProcess : IGuestProcess
{
    /// <summary>What even the oldest version hands on whole.</summary>
    const int Piece = 32 * 1024;

    static readonly SmolvmVersion Reliable = new(1, 8, 1);

    // On a tmpfs in every guest, so that no pack has it.
    const string Folder = "/tmp";

    const string AppendScript = "cat >> \"$1\" && [ \"$(wc -c < \"$1\")\" -eq \"$2\" ]";
    const string ReadScript = "f=$1; shift; exec < \"$f\"; rm -f \"$f\"; exec \"$@\"";

    readonly HeldStream output = new();
    readonly HeldStream error = new();
    readonly CancellationTokenSource ended = new();
    readonly SpoolStream input;
    readonly SmolvmCli cli;
    readonly string machine;
    readonly GuestCommand command;
    readonly Func<bool> machineEnds;
    readonly string file = $"{Folder}/.smolvm-{Guid.NewGuid():N}";
    readonly Task<ExecProcess> program;
    long spooled;
    bool broken;

    public SpooledProcess(SmolvmCli cli, string machine, GuestCommand command, Func<bool> machineEnds)
    {
        (this.cli, this.machine, this.command, this.machineEnds) = (cli, machine, command, machineEnds);
        input = new SpoolStream(Piece, AppendAsync);
        program = StartAsync();
        _ = HandOnAsync();
    }

    public static bool IsNeeded(SmolvmVersion version) => version < Reliable;

    public Stream StandardInput => input;

    public Stream StandardOutput => output;

    public Stream StandardError => error;

    public async Task SignalAsync(int signal, CancellationToken cancellationToken)
    {
        if (program.IsCompletedSuccessfully)
            await (await program).SignalAsync(signal, cancellationToken);
        else
            await ended.CancelAsync();
    }

    public Task ResizeAsync(PseudoTerminal size, CancellationToken cancellationToken) => throw ExecFailure.NoTerminal(machine);

    public async Task<GuestExit> WaitAsync(CancellationToken cancellationToken) =>
        await (await program.WaitAsync(cancellationToken)).WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await ((Task)program).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (program.IsCompletedSuccessfully)
            await (await program).DisposeAsync();
    }

    async Task AppendAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        spooled += piece.Length;
        broken = true;
        var append = new GuestCommand(GuestShell.Argv([], AppendScript, file, $"{spooled}")) { WorkingDirectory = "/" };
        await using var process = await ExecStart.RunAsync(cli, machine, append, machineEnds, cancellationToken);
        await process.StandardInput.WriteAsync(piece, cancellationToken);
        await process.StandardInput.DisposeAsync();
        await Task.WhenAll(
            process.StandardOutput.CopyToAsync(Stream.Null, cancellationToken),
            process.StandardError.CopyToAsync(Stream.Null, cancellationToken));
        if ((await process.WaitAsync(cancellationToken)).ShellCode != 0)
            throw new GuestExecException(
                $"The input of '{command.Argv[0]}' did not arrive whole in '{machine}' ({spooled} bytes so far). "
                + "See whether its /tmp is full.");
        broken = false;
    }

    async Task<ExecProcess> StartAsync()
    {
        var rest = await input.Closed.WaitAsync(ended.Token);
        if (broken)
            throw new GuestExecException($"'{command.Argv[0]}' was not started in '{machine}', for its input did not arrive whole.");
        if (spooled == 0)
            return await StartAsync(command, rest);
        if (rest.Length > 0)
            await AppendAsync(rest, ended.Token);
        return await StartAsync(command with { Argv = GuestShell.Argv([], ReadScript, [file, .. command.Argv]) }, default);
    }

    async Task<ExecProcess> StartAsync(GuestCommand run, ReadOnlyMemory<byte> text)
    {
        var process = await ExecStart.RunAsync(cli, machine, run, machineEnds, ended.Token);
        try
        {
            if (text.Length > 0)
                await process.StandardInput.WriteAsync(text, ended.Token);
            await process.StandardInput.DisposeAsync();
        }
        catch (IOException)
        {
            // It ended before it had read all, which its exit code tells.
        }
        return process;
    }

    async Task HandOnAsync()
    {
        try
        {
            var process = await program;
            await Task.WhenAll(
                output.HoldAsync(process.StandardOutput, CancellationToken.None),
                error.HoldAsync(process.StandardError, CancellationToken.None));
        }
        catch (Exception)
        {
            // The wait for the end of the program throws it.
            await output.DisposeAsync();
            await error.DisposeAsync();
        }
    }
}
