using System.CommandLine;
using SmolVM.Run;

namespace SmolVM.Tool.Output;

/// <summary>One run of a command.</summary>
/// <param name="Arguments">What was typed.</param>
/// <param name="Console">Where it says something.</param>
/// <param name="Interruptions">Ctrl-C, which ends the command unless it passes it to a program.</param>
internal sealed record ToolCall(ParseResult Arguments, ToolConsole Console, Interruptions Interruptions)
{
    /// <summary>Cancelled when the command is to end.</summary>
    public CancellationToken Ended => Interruptions.End;

    /// <summary>What was given for an option, or its default.</summary>
    public T? Value<T>(Option<T> option) => Arguments.GetValue(option);

    /// <summary>What was given for an argument, or its default.</summary>
    public T? Value<T>(Argument<T> argument) => Arguments.GetValue(argument);
}
