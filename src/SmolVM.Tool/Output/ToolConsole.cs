using System.Text.Json;
using Spectre.Console;

namespace SmolVM.Tool.Output;

/// <summary>
/// Where a command says something: results on standard output, steps and failures on standard error. People at a terminal get tables and
/// one line that is drawn over; a pipe gets plain text, whole lines only.
/// </summary>
internal sealed class ToolConsole(TextWriter output, TextWriter error, bool outputIsTerminal, bool errorIsTerminal) : IProgress<string>
{
    const string ToLineStart = "\r\e[2K";

    readonly Lock gate = new();
    bool stepIsDrawn;

    /// <summary>That of this process.</summary>
    public static ToolConsole Own => new(
        Console.Out, Console.Error, !Console.IsOutputRedirected && !IsDumb, !Console.IsErrorRedirected && !IsDumb);

    /// <summary>For what is neither: help, completions.</summary>
    public (TextWriter Output, TextWriter Error) Writers => (output, error);

    static bool IsDumb => Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";

    /// <summary>A line of the result.</summary>
    public void Line(string text) => Say(output, text);

    /// <summary>A result for programs.</summary>
    public void Json<T>(T value) => Say(output, JsonSerializer.Serialize(value, JsonText.Options));

    /// <summary>A result of rows. A pipe gets columns with two blanks between, the headings first.</summary>
    public void Table(IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (!outputIsTerminal)
        {
            foreach (var line in PlainTable.Lines(headings, rows))
                Say(output, line);
            return;
        }
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var heading in headings)
            table.AddColumn(new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold))));
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        lock (gate)
        {
            Undraw();
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }).Write(table);
        }
    }

    /// <summary>What is being done now, for somebody who waits.</summary>
    public void Report(string value)
    {
        lock (gate)
        {
            if (!errorIsTerminal)
            {
                error.WriteLine(value);
                return;
            }
            error.Write(ToLineStart + Cut(value.Split('\n')[0]));
            error.Flush();
            stepIsDrawn = true;
        }
    }

    /// <summary>Something that is not as it should be, and keeps nothing from being done.</summary>
    public void Warn(string text) => Say(error, $"warning: {text}");

    /// <summary>Why nothing was done.</summary>
    public void Fail(string text) => Say(error, $"Error: {text}");

    /// <summary>A line for people beside the result.</summary>
    public void Note(string text) => Say(error, text);

    /// <summary>Takes away the step that is drawn, before a program of the guest gets the terminal.</summary>
    public void Clear()
    {
        lock (gate)
            Undraw();
    }

    void Say(TextWriter writer, string text)
    {
        lock (gate)
        {
            Undraw();
            writer.WriteLine(text);
            writer.Flush();
        }
    }

    void Undraw()
    {
        if (!stepIsDrawn)
            return;
        error.Write(ToLineStart);
        error.Flush();
        stepIsDrawn = false;
    }

    // A line that wraps cannot be drawn over.
    static string Cut(string text)
    {
        var width = Math.Max(20, AnsiConsole.Profile.Width) - 1;
        return text.Length <= width ? text : $"{text[..(width - 1)]}…";
    }
}
