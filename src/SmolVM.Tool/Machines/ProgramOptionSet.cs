using System.CommandLine;
using SmolVM.Tool.Arguments;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Machines;

/// <summary>The options of a program in a guest, which <c>exec</c> and <c>run</c> share.</summary>
internal sealed class ProgramOptionSet(bool commandRequired)
{
    readonly Argument<string[]> words = GuestWords.Argument(commandRequired);
    readonly Option<bool> interactive = new("--interactive", "-i") { Description = "Hands standard input on." };
    readonly Option<bool> terminal = new("--tty", "-t") { Description = "Gives the program this terminal." };
    readonly Option<bool> detach = new("--detach", "-d") { Description = "Comes back at once; the program goes on." };
    readonly Option<string> directory = new("--workdir", "-w") { Description = "Where it starts in the guest.", HelpName = "DIR" };
    readonly Option<TimeSpan?> timeout = Duration.Option("--timeout", "Ends it after this time, with exit code 124.");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[interactive, terminal, detach, directory, timeout])
            command.Options.Add(option);
        command.Arguments.Add(words);
        command.Validators.Add(result =>
        {
            if (result.GetValue(detach) && (result.GetValue(interactive) || result.GetValue(terminal)))
                result.AddError("the argument '--detach' cannot be used with '--interactive' or '--tty'");
        });
    }

    public bool IsDetached(ToolCall call) => call.Value(detach);

    /// <summary>The program; null when none was named.</summary>
    public GuestProgram? Read(ToolCall call, IReadOnlyDictionary<string, string>? environment = null) =>
        call.Value(words) is not { Length: > 0 } given ? null : new GuestProgram(given)
        {
            Interactive = call.Value(interactive),
            Terminal = call.Value(terminal),
            Environment = environment ?? new Dictionary<string, string>(),
            WorkingDirectory = call.Value(directory),
            Timeout = call.Value(timeout),
        };
}
