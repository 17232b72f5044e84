using System.Diagnostics;
using System.Text;

namespace SmolVM.Tool.Tests.Terminals;

/// <summary>Somebody at a terminal of 33 lines and 101 columns, who starts a program, types, and reads what appears.</summary>
sealed class Typist : IAsyncDisposable
{
    public const string CtrlC = "\x03";
    public const string Size = "33 101";

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    // The terminal's name first, and its settings before and after the program. A shell that is no person's would die of Ctrl-C itself.
    const string Session = """
        trap : INT
        stty rows 33 cols 101
        echo "at <$(tty)>"
        before=$(stty -g)
        "$@"
        code=$?
        [ "$before" = "$(stty -g)" ] || echo 'the terminal is not as it was'
        exit $code
        """;

    readonly Process terminal;
    readonly StringBuilder screen = new();
    int read;

    Typist(Process terminal) => this.terminal = terminal;

    /// <summary>All that has appeared so far.</summary>
    public string Screen => screen.ToString();

    /// <summary>Starts the tool at a terminal of its own.</summary>
    public static Typist Start(params IEnumerable<string> words) => At([ToolProcess.Path, .. words]);

    /// <summary>Starts any program at a terminal of its own.</summary>
    public static Typist At(IEnumerable<string> program, IReadOnlyDictionary<string, string?>? environment = null, string directory = "")
    {
        string[] argv = ["sh", "-c", Session, "sh", .. program];
        var line = $"exec {string.Join(' ', argv.Select(Quoted))}";
        var start = new ProcessStartInfo("script", ["-q", "-e", "-E", "never", "-c", line, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["TERM"] = "xterm", ["SHELL"] = "/bin/sh" },
            WorkingDirectory = directory,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        return new Typist(Process.Start(start)!);
    }

    public async Task TypeAsync(string keys)
    {
        await terminal.StandardInput.WriteAsync(keys);
        await terminal.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Reads until a text appears that did not stand there at the last call.</summary>
    /// <returns>What appeared since then and before it.</returns>
    public async Task<string> SeeAsync(string text)
    {
        var buffer = new char[1024];
        int found;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        using var gone = limit.Token.Register(terminal.Kill);
        while ((found = Screen.IndexOf(text, read, StringComparison.Ordinal)) < 0)
        {
            var count = await terminal.StandardOutput.ReadAsync(buffer, CancellationToken.None);
            Assert.True(count > 0, $"'{text}' did not appear. On the screen:\n{Screen}");
            screen.Append(buffer, 0, count);
        }
        var before = Screen[read..found];
        read = found + text.Length;
        return before;
    }

    /// <summary>Reads until the program has ended.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        screen.Append(await terminal.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await terminal.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("the terminal is not as it was", Screen);
        return terminal.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        // With the terminal's end its programs are hung up on.
        if (!terminal.HasExited)
            terminal.Kill();
        await terminal.WaitForExitAsync(CancellationToken.None);
        terminal.Dispose();
    }

    static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
