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

    /// <summary>Reads a command line.</summary>
    /// <returns>What was read, and why it cannot be run; null when it can.</returns>
    public static (ParseResult Parsed, string? Refusal) Read(IReadOnlyList<string> words)
    {
        var root = ToolCommand.Create();
        var (marked, unknown) = GuestWords.Mark(root, words);
        var parsed = root.Parse(marked, Parser);
        return (parsed, unknown is not null ? $"unexpected argument '{unknown}' found" : RefusalOf(parsed));
    }

    public static async Task<int> RunAsync(IReadOnlyList<string> words, ToolConsole console)
    {
        var (parsed, refusal) = Read(words);
        if (refusal is null)
            return await parsed.InvokeAsync(new ToolInvocation(console));
        console.Note($"error: {refusal}\n\nFor more information, try '{Path(parsed.CommandResult)} --help'.");
        return Usage;
    }

    // Of several errors the one that names a word says most.
    static string? RefusalOf(ParseResult parsed) => parsed switch
    {
        { Action: not ParseErrorAction } => null,
        { UnmatchedTokens: [var word, ..] } => $"Unrecognized command or argument '{word}'.",
        _ => parsed.Errors[0].Message,
    };

    static string Path(SymbolResult? command) => command switch
    {
        CommandResult { Parent: { } parent } own => $"{Path(parent)} {own.Command.Name}",
        _ => "dotnet smolvm",
    };
}
