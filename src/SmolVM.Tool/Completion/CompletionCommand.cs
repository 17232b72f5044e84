using System.CommandLine;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Completion;

/// <summary><c>completion</c>: the script that makes a shell complete the words of this command line.</summary>
internal static class CompletionCommand
{
    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish", HelpName = "SHELL" };
        shell.AcceptOnlyFromAmong([.. CompletionScript.Shells]);
        var command = new Command("completion", "Print the script that makes a shell complete dotnet-smolvm.") { shell };
        command.Runs(call =>
        {
            call.Console.Line(CompletionScript.Of(call.Value(shell)!));
            return Task.CompletedTask;
        });
        return command;
    }
}
