using SmolVM.Tool.Output;

namespace SmolVM.Tool.Tests;

/// <summary>Runs the tool in this process and keeps what it says.</summary>
sealed class TestConsole : IDisposable
{
    readonly StringWriter output = new() { NewLine = "\n" };
    readonly StringWriter error = new() { NewLine = "\n" };

    public TestConsole(bool isTerminal = false) => Tool = new ToolConsole(output, error, isTerminal, isTerminal);

    public ToolConsole Tool { get; }

    public string Output => output.ToString();

    public string Error => error.ToString();

    public void Dispose()
    {
        output.Dispose();
        error.Dispose();
    }

    public Task<int> RunAsync(params string[] words) => ToolInvocation.RunAsync(words, Tool);
}
