using SmolVM.Processes;

namespace SmolVM.Tests.Processes;

/// <summary>Shell one-liners as real child processes with the behaviour that a test needs.</summary>
static class Sh
{
    public static readonly CommandRunner Runner = new();

    public static Command Script(string script, params string[] arguments) => new(["sh", "-c", script, "sh", .. arguments]);

    public static Task<CommandResult> RunAsync(string script) => Runner.RunAsync(Script(script), TestContext.Current.CancellationToken);

    /// <summary>Takes a stream as lines; the first line completes the task.</summary>
    public static Func<Stream, CancellationToken, Task> FirstLineTo(TaskCompletionSource<string> line) => async (stream, token) =>
    {
        using var reader = new StreamReader(stream);
        line.TrySetResult(await reader.ReadLineAsync(token) ?? "");
        await reader.ReadToEndAsync(token);
    };
}
