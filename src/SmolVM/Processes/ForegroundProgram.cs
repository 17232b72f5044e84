using System.ComponentModel;
using System.Diagnostics;
using SmolVM.Errors;

namespace SmolVM.Processes;

/// <summary>
/// A host program that has this process's terminal and streams for as long as it runs, as if the shell had started it: it gets Ctrl-C
/// itself.
/// </summary>
internal static class ForegroundProgram
{
    /// <param name="argv">The program first.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="SmolVmException">It is not there.</exception>
    public static async Task<int> RunAsync(IReadOnlyList<string> argv)
    {
        var start = new ProcessStartInfo(argv[0]) { UseShellExecute = false };
        foreach (var argument in argv.Skip(1))
            start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode;
        }
        catch (Win32Exception e)
        {
            throw new SmolVmException(ErrorCodes.ToolMissing, $"'{argv[0]}' cannot be started: {e.Message}. Install it.", e);
        }
    }
}
