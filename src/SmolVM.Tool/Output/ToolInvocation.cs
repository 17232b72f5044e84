using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using SmolVM.Tool.Arguments;

namespace SmolVM.Tool.Output;

/// <summary>From the words of a command line to an exit code.</summary>
internal sealed class ToolInvocation : InvocationConfiguration
{
    const int Usage = 2;

    // A word that begins with @ belongs to a guest's command line, and is no file of ours.
    static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null };

    ToolInvocation(ToolConsole console)
    {
        Console = console;
        (Output, Error) = console.Writers;
        EnableDefaultExceptionHandler = false;
        // Signals are ours: see ToolAction.
        ProcessTerminationTimeout = null;
    }

    public ToolConsole Console { get; }

    public static ParseResult Parse(IReadOnlyList<string> words)
    {
        var root = ToolCommand.Create();
        return root.Parse(GuestWords.Mark(root, words), Parser);
    }

    public static async Task<int> RunAsync(IReadOnlyList<string> words, ToolConsole console)
    {
        var parsed = Parse(words);
        if (parsed.Action is not ParseErrorAction)
            return await parsed.InvokeAsync(new ToolInvocation(console));
        console.Note($"error: {parsed.Errors[0].Message}\n\nFor more information, try '{Path(parsed.CommandResult)} --help'.");
        return Usage;
    }

    static string Path(SymbolResult? command) => command switch
    {
        CommandResult { Parent: { } parent } own => $"{Path(parent)} {own.Command.Name}",
        _ => "dotnet smolvm",
    };
}
