using SmolVM.Processes;

namespace SmolVM.Smolvm;

/// <summary>Waits until a machine runs commands, by asking it to run one that does nothing.</summary>
internal static class SmolvmReadiness
{
    static readonly string[] Nothing = ["true"];
    static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <param name="cli">The program.</param>
    /// <param name="name">The machine.</param>
    /// <param name="limit">How long, from now, on the clock of <paramref name="cli"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SmolvmException">The limit is over, or the machine will never run a command.</exception>
    public static async Task WaitExecReadyAsync(this SmolvmCli cli, string name, TimeSpan limit, CancellationToken cancellationToken)
    {
        var (start, pause, last) = (cli.Time.GetTimestamp(), FirstPause, "");
        for (var calls = 1; ; calls++)
        {
            var left = limit - cli.Time.GetElapsedTime(start);
            var exec = new MachineExec(name, Nothing) { Timeout = left < LongestAnswer && left > TimeSpan.Zero ? left : LongestAnswer };
            try
            {
                var result = await cli.ExecAsync(exec, cancellationToken);
                if (result.ExitCode == 0)
                    return;
                last = result.StandardError;
                EnsureMayPass(exec.Argv(cli.Version), result);
            }
            catch (CommandTimeoutException e)
            {
                last = e.Message;
            }
            if (cli.Time.GetElapsedTime(start) + pause >= limit)
                throw SmolvmException.NotReady(name, limit, calls, exec.Argv(cli.Version), last);
            await Task.Delay(pause, cli.Time, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    static void EnsureMayPass(IReadOnlyList<string> argv, SmolvmExecResult result)
    {
        if (result.Failure is SmolvmFailure.NotFound or SmolvmFailure.BadName or SmolvmFailure.KvmMissing or SmolvmFailure.KvmPermission
            or SmolvmFailure.HypervisorMissing or SmolvmFailure.LibrariesMissing or SmolvmFailure.AgentRootfsMissing
            or SmolvmFailure.DatabaseError or SmolvmFailure.Crashed)
        {
            throw SmolvmException.Of(
                new CommandResult(argv, result.ExitCode, result.StandardOutput, result.StandardError, TimeSpan.Zero), result.Failure.Value);
        }
    }
}
