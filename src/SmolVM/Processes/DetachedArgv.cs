namespace SmolVM.Processes;

/// <summary>The argv of a program that goes on when the process that started it ends.</summary>
internal static class DetachedArgv
{
    // The streams of whoever starts it must not be held open by it.
    const string Script = "exec </dev/null >\"$0\" 2>&1 && exec \"$@\"";

    /// <summary>
    /// One process all along (neither wrapper forks), in a session of its own, which no signal of a terminal reaches. The program writes
    /// to a file what it has to say.
    /// </summary>
    /// <param name="argv">The program.</param>
    /// <param name="output">The file for both of its outputs.</param>
    public static IReadOnlyList<string> Wrap(IReadOnlyList<string> argv, string output) => ["setsid", "sh", "-c", Script, output, .. argv];
}
