using System.Text.Json;
using SmolVM.Processes;

namespace SmolVM.Smolvm;

/// <summary>
/// Calls the program: waits its turn, tries again what another call was in the way of, and turns failures into exceptions.
/// </summary>
internal sealed class SmolvmCli
{
    /// <summary>More than the program hands on of a stream in one buffered call.</summary>
    const int CaptureLimit = 16 << 20;

    /// <summary>How long the program has to say itself that a command took too long.</summary>
    static readonly TimeSpan ExecGrace = TimeSpan.FromSeconds(10);

    readonly ICommandRunner runner;
    readonly SmolvmProgram program;
    readonly SmolvmSettings settings;
    readonly SmolvmGate gate;
    readonly SmolvmRetry retry;

    public SmolvmCli(ICommandRunner runner, SmolvmProgram program, SmolvmSettings settings, TimeProvider? time = null)
    {
        this.runner = runner;
        this.program = program;
        this.settings = settings;
        Time = time ?? TimeProvider.System;
        gate = new SmolvmGate(Path.Combine(settings.StateFolder, "locks"), program.Version);
        retry = new SmolvmRetry(Time, Random.Shared);
    }

    public SmolvmVersion Version => program.Version;

    public string Executable => program.Executable;

    public TimeProvider Time { get; }

    public SmolvmGate Gate => gate;

    public SmolvmRetry Retry => retry;

    /// <exception cref="SmolvmException">The exit code is not 0.</exception>
    /// <exception cref="CommandTimeoutException">It took longer than the call may.</exception>
    public async Task<CommandResult> RunAsync(IReadOnlyList<string> argv, SmolvmCall call, CancellationToken cancellationToken)
    {
        var tries = 0;
        var result = await retry.RunAsync(
            number =>
            {
                tries = number;
                return AttemptAsync(argv, call, cancellationToken);
            },
            result => result.ExitCode != 0 && SmolvmFailures.MayPass(SmolvmFailures.Of(result.ExitCode, result.StandardError)),
            cancellationToken);
        if (result.ExitCode == 0)
            return result;
        var failure = SmolvmException.Of(result);
        // The try before may have got further than its answer: names are never used twice.
        return failure.Reason == SmolvmFailure.AlreadyExists && tries > 0 ? result : throw failure;
    }

    /// <summary>Runs a command and returns how it ended, whatever that is.</summary>
    /// <exception cref="CommandTimeoutException">It took longer than it may, and the program did not end it.</exception>
    public async Task<SmolvmExecResult> ExecAsync(MachineExec exec, CancellationToken cancellationToken)
    {
        var argv = exec.Argv(Version);
        var call = exec.Timeout is { } timeout ? new SmolvmCall { Timeout = timeout + ExecGrace } : SmolvmCall.Long;
        return await retry.RunAsync(
            async _ => Result(await AttemptAsync(argv, call, cancellationToken), exec.Timeout is not null),
            result => result.Failure is { } failure && SmolvmFailures.MayPass(failure),
            cancellationToken);
    }

    /// <summary>Removes a machine. One that runs is stopped first, for up to 0.8.0 its process would go on for ever.</summary>
    /// <exception cref="SmolvmException">It is still there.</exception>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(MachineVerbs.Stop(name, Version), SmolvmCall.Short, cancellationToken);
            var deleted = await RunAsync(MachineVerbs.Delete(name, Version), SmolvmCall.Short, cancellationToken);
            if (deleted.StandardOutput.Contains("Cancelled", StringComparison.Ordinal))
                throw SmolvmException.Of(deleted, SmolvmFailure.Cancelled);
        }
        catch (SmolvmException e) when (e.Reason == SmolvmFailure.NotFound)
        {
            // Somebody was faster.
        }
    }

    /// <summary>All machines of this user's state.</summary>
    /// <exception cref="SmolvmException">The list cannot be had, or not be read.</exception>
    public async Task<IReadOnlyList<SmolvmMachineInfo>> ListAsync(CancellationToken cancellationToken)
    {
        var result = await RunAsync(MachineVerbs.List(), SmolvmCall.Short, cancellationToken);
        try
        {
            return SmolvmMachineInfo.ReadList(result.StandardOutput);
        }
        catch (JsonException e)
        {
            throw SmolvmException.Misread(result, e);
        }
    }

    /// <summary>Starts a call whose streams the caller attends to. It waits for no turn.</summary>
    public IRunningCommand Start(
        IReadOnlyList<string> argv,
        Func<Stream, CancellationToken, Task> input,
        Func<Stream, CancellationToken, Task> output,
        Func<Stream, CancellationToken, Task> error) =>
        runner.Start(Command(argv, SmolvmCall.Short) with { Timeout = null, Input = input, Output = output, Error = error });

    async Task<CommandResult> AttemptAsync(IReadOnlyList<string> argv, SmolvmCall call, CancellationToken cancellationToken)
    {
        using var turn = await gate.EnterAsync(argv, cancellationToken);
        return await runner.RunAsync(Command(argv, call), cancellationToken);
    }

    Command Command(IReadOnlyList<string> argv, SmolvmCall call)
    {
        var environment = new Dictionary<string, string?>(settings.Environment);
        foreach (var (name, value) in call.Environment)
            environment[name] = value;
        return new Command([program.Executable, .. argv.Skip(1)])
        {
            WorkingDirectory = call.WorkingDirectory,
            Environment = environment,
            Timeout = call.Timeout,
            CaptureLimit = CaptureLimit,
        };
    }

    static SmolvmExecResult Result(CommandResult result, bool limited) => new(
        result.ExitCode, result.StandardOutput, result.StandardError,
        SmolvmFailures.OfExec(result.ExitCode, result.StandardOutput, result.StandardError, limited));
}
