using SmolVM.Processes;
using SmolVM.Smolvm;

namespace SmolVM.Tests.Smolvm;

/// <summary>
/// A real program in the place of the CLI: a shell script that answers as the test says. A stand-in, for what a CLI says at the wrong
/// moment cannot be had from one that works; the engine itself is tested over FakeSmolvm.
/// </summary>
sealed class ScriptedCli : IDisposable
{
    readonly TemporaryDirectory folder = new();

    /// <param name="body">What it does with its arguments. <c>$calls</c> is how often it was called before.</param>
    public ScriptedCli(string body)
    {
        File.WriteAllText(
            Executable,
            $"""
            #!/bin/sh
            log='{folder.Path}/calls'
            [ -f "$log" ] || : > "$log"
            calls=$(wc -l < "$log")
            echo "$*" | tr '\n' ' ' >> "$log"; echo >> "$log"
            {body}
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Executable, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Folder => folder.Path;

    public string Executable => Path.Combine(folder.Path, "smolvm");

    public IReadOnlyList<string> Calls => File.Exists(Path.Combine(folder.Path, "calls"))
        ? [.. File.ReadAllLines(Path.Combine(folder.Path, "calls")).Select(line => line.TrimEnd())]
        : [];

    public SmolvmSettings Settings => new()
    {
        Cli = Executable,
        StateFolder = Path.Combine(folder.Path, "state"),
        Environment = SmolvmEnvironment.Reduce(Environment.GetEnvironmentVariables()),
    };

    public SmolvmCli Cli(SmolvmVersion version, TimeProvider? time = null) =>
        new(new CommandRunner(), new SmolvmProgram(Executable, version), Settings, time);

    public void Dispose() => folder.Dispose();
}
