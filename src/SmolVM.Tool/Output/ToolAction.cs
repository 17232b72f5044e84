using System.CommandLine;
using SmolVM.Errors;
using SmolVM.Run;

namespace SmolVM.Tool.Output;

/// <summary>How every command runs: what becomes of failures and of Ctrl-C, with the exit codes of the <c>smolvm</c> program.</summary>
internal static class ToolAction
{
    const int Failed = 1;

    /// <summary>What a shell says of a program that wrote to a pipe that nobody reads.</summary>
    const int BrokenPipe = 141;

    /// <summary>Says what a command does. It returns the exit code.</summary>
    public static void Runs(this Command command, Func<ToolCall, Task<int>> body) => command.SetAction(async (arguments, _) =>
    {
        var console = (arguments.InvocationConfiguration as ToolInvocation)?.Console ?? ToolConsole.Own;
        using var interruptions = new Interruptions();
        try
        {
            return await body(new ToolCall(arguments, console, interruptions));
        }
        catch (Exception e) when (interruptions.End.IsCancellationRequested && e is OperationCanceledException or SmolVmException)
        {
            console.Clear();
            return interruptions.ExitCode;
        }
        catch (SmolVmException e)
        {
            console.Fail($"{e.Message} ({e.Code})");
            return Failed;
        }
        catch (IOException e) when (e.HResult == DescriptorStream.BrokenPipe)
        {
            return BrokenPipe;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            console.Fail(e.Message);
            return Failed;
        }
    });

    /// <summary>Says what a command does that has no exit code of its own.</summary>
    public static void Runs(this Command command, Func<ToolCall, Task> body) => command.Runs(async call =>
    {
        await body(call);
        return 0;
    });
}
