using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Run;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Packs;

/// <summary>A program of a pack's machine that has this process's streams.</summary>
internal sealed class PackProgram(Machine machine, ToolCall call)
{
    const int TimedOut = 124;

    public bool ReadsInput { get; init; }

    public bool HasTerminal { get; init; }

    /// <summary>When the program is ended; never when null.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <returns>The program's exit code, as a shell says it.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> argv, string? directory)
    {
        call.Console.Clear();
        using var own = HasTerminal ? HostTerminal.Open() : null;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(call.Ended);
        var command = new GuestCommand(argv)
        {
            WorkingDirectory = directory,
            Terminal = own?.Size ?? (HasTerminal ? new PseudoTerminal(80, 24) : null),
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        var run = new GuestRun(machine.Channel, machine.WithDefaults(command))
        {
            Input = ReadsInput ? (program, token) => StandardStreams.Input.CopyToAsync(program, token) : null,
            Output = (stream, token) => stream.CopyToAsync(StandardStreams.Output, token),
            Error = (stream, token) => stream.CopyToAsync(StandardStreams.Error, token),
            Started = program =>
            {
                call.Interruptions.PassTo(program);
                own?.Follow(program);
            },
        };
        if (Timeout is { } limit)
            deadline.CancelAfter(limit);
        try
        {
            return (await run.RunAsync(deadline.Token).WaitAsync(call.Ended)).ShellCode;
        }
        catch (OperationCanceledException) when (!call.Ended.IsCancellationRequested)
        {
            call.Console.Note($"command timed out after {Timeout!.Value.TotalMilliseconds:0} ms");
            return TimedOut;
        }
    }
}
