using SmolVM.Guests;

namespace SmolVM.Smolvm;

/// <summary>Starts a program in a guest, and tries again what was only in another call's way.</summary>
internal static class ExecStart
{
    /// <returns>The program; the guest has said that it runs.</returns>
    /// <exception cref="GuestExecException">The guest could not start it.</exception>
    /// <exception cref="GuestLostException">The machine does not run.</exception>
    public static async Task<ExecProcess> RunAsync(
        SmolvmCli cli, string machine, GuestCommand command, Func<bool> machineEnds, CancellationToken cancellationToken) =>
        (await cli.Retry.RunAsync(
            _ => AttemptAsync(cli, machine, command, machineEnds, cancellationToken),
            attempt => attempt.Process is null && SmolvmFailures.MayPass(attempt.Failure),
            cancellationToken)).Require();

    static async Task<ExecAttempt> AttemptAsync(
        SmolvmCli cli, string machine, GuestCommand command, Func<bool> machineEnds, CancellationToken cancellationToken)
    {
        var argv = new MachineExec(machine, ["true"]).Argv(cli.Version);
        var process = Begin(await cli.Gate.EnterAsync(argv, cancellationToken));
        try
        {
            await process.Started.WaitAsync(cancellationToken);
            if (process.WasStarted)
                return new ExecAttempt(process, default, null);
            var (failure, explained) = await process.ExplainAsync();
            await process.DisposeAsync();
            return new ExecAttempt(null, failure, explained);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }

        ExecProcess Begin(IDisposable turn)
        {
            try
            {
                return new ExecProcess(cli, machine, command, turn, machineEnds);
            }
            catch
            {
                turn.Dispose();
                throw;
            }
        }
    }
}
