using System.Diagnostics;

namespace SmolVM.Tool.Tests;

/// <summary>The tool as a process of its own, as a shell starts it.</summary>
static class ToolProcess
{
    public static readonly string Path = System.IO.Path.Combine(AppContext.BaseDirectory, "dotnet-smolvm");

    /// <summary>Runs it to its end.</summary>
    /// <param name="words">Its arguments.</param>
    /// <param name="input">Its standard input; empty when null.</param>
    public static async Task<Said> RunAsync(IEnumerable<string> words, string? input = null)
    {
        using var process = Start(words);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Said(process.ExitCode, await output, await error);
    }

    public static Task<Said> RunAsync(params string[] words) => RunAsync(words, null);

    /// <summary>Starts it, with all three streams in pipes.</summary>
    public static Process Start(IEnumerable<string> words) => Process.Start(new ProcessStartInfo(Path, words)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}

/// <summary>How a run of the tool ended.</summary>
sealed record Said(int ExitCode, string Output, string Error)
{
    /// <summary>The output, where it succeeded.</summary>
    public string Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}{Output}");
        return Output;
    }
}
