using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Run;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Machines;

/// <summary>A program of the guest that has this command's streams, signals and exit code.</summary>
internal sealed record GuestProgram(IReadOnlyList<string> Words)
{
    const int TimedOut = 124;
    const int NotFound = 127;

    /// <summary>Whether it reads this command's standard input; else it has none.</summary>
    public bool Interactive { get; init; }

    /// <summary>Whether it gets a terminal.</summary>
    public bool Terminal { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string? WorkingDirectory { get; init; }

    /// <summary>How long it may take; for ever when null.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Runs it to its end.</summary>
    /// <returns>Its exit code, as a shell says it; 124 when it took too long.</returns>
    public async Task<int> RunAsync(Machine machine, ToolCall call)
    {
        call.Console.Clear();
        using var terminal = Terminal ? HostTerminal.Open(withKeys: Interactive) ?? throw NoTerminal() : null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(call.Ended);
        if (Timeout is { } timeout)
            limit.CancelAfter(timeout);
        var run = new GuestRun(machine.Channel, machine.WithDefaults(Command(terminal)))
        {
            Input = Interactive ? (stream, token) => StandardStreams.Input.CopyToAsync(stream, token) : null,
            Output = (stream, token) => stream.CopyToAsync(StandardStreams.Output, token),
            Error = (stream, token) => stream.CopyToAsync(StandardStreams.Error, token),
            Started = program =>
            {
                call.Interruptions.PassTo(program);
                terminal?.Follow(program);
            },
        };
        try
        {
            return (await run.RunAsync(limit.Token)).ShellCode;
        }
        catch (OperationCanceledException) when (!call.Ended.IsCancellationRequested)
        {
            call.Console.Fail($"'{string.Join(' ', Words)}' took longer than {Timeout} in the guest and was ended.");
            return TimedOut;
        }
        catch (GuestExecException e) when (e.Result is null)
        {
            call.Console.Fail($"{e.Message} ({e.Code})");
            return NotFound;
        }
    }

    /// <summary>Starts it and leaves it to the machine.</summary>
    /// <returns>Its number in the guest.</returns>
    public async Task<string> DetachAsync(Machine machine, CancellationToken cancellationToken)
    {
        var tools = machine.Backend.GuestTools;
        var begin = "command -v \"$1\" >/dev/null || { echo \"There is no program '$1'.\" >&2; exit 127; }\n"
            + $"{string.Join(' ', tools.Append("setsid"))} \"$@\" </dev/null >/dev/null 2>&1 & echo $!";
        var command = Command(terminal: null) with { Argv = GuestShell.Argv(tools, begin, [.. Words]) };
        var begun = await machine.ExecAsync(command with { Timeout = GuestCommand.DefaultTimeout }, null, cancellationToken);
        return begun.ExitCode == 0
            ? begun.StandardOutput.Trim()
            : throw new SmolVmException(
                ErrorCodes.Exec,
                $"'{Words[0]}' was not started in the machine '{machine.Name}': {begun.StandardError.Trim()} Name one that it has.");
    }

    GuestCommand Command(HostTerminal? terminal) => new(Words)
    {
        Environment = terminal is not null && System.Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } kind
            ? new Dictionary<string, string>(Environment.Prepend(new("TERM", kind)).GroupBy(one => one.Key).Select(same => same.Last()))
            : Environment,
        WorkingDirectory = WorkingDirectory,
        Terminal = terminal?.Size,
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };

    static SmolVmException NoTerminal() => new(
        ErrorCodes.Option, "There is no terminal here to give to the program: standard input, output and error must be one. Leave out -t.");
}
