using System.Diagnostics;
using System.Text;

namespace SmolVM.Guests;

/// <summary>Buffered and streaming runs, built on a channel once.</summary>
internal static class GuestExec
{
    /// <summary>What is kept of each stream of a buffered run: its first and its last half.</summary>
    public const int CaptureLimit = 16 << 20;

    public static async Task<ExecResult> ExecAsync(
        this IGuestChannel channel, GuestCommand command, string? input, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var output = new BoundedCapture(CaptureLimit);
        var error = new BoundedCapture(CaptureLimit);
        var exit = await new GuestRun(channel, command)
        {
            Input = input is null ? null : (stream, token) => stream.WriteAsync(Encoding.UTF8.GetBytes(input), token).AsTask(),
            Output = output.ReadAsync,
            Error = error.ReadAsync,
            Seen = () => (output.ToString(), error.ToString()),
        }.RunAsync(cancellationToken);
        return new ExecResult(command.Argv, exit, output.ToString(), error.ToString(), clock.Elapsed);
    }

    public static Task<GuestExit> StreamAsync(
        this IGuestChannel channel, GuestCommand command, Action<GuestLine> output, CancellationToken cancellationToken)
    {
        var lines = new LineReader(output);
        return new GuestRun(channel, command)
        {
            Output = (stream, token) => lines.ReadAsync(stream, isError: false, token),
            Error = (stream, token) => lines.ReadAsync(stream, isError: true, token),
            Seen = () => ("(was streamed)", "(was streamed)"),
        }.RunAsync(cancellationToken);
    }
}
