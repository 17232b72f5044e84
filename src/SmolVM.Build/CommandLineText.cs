using System.Text;

namespace SmolVM.Build;

/// <summary>Arguments as one text that .NET splits into the same arguments again: what MSBuild's <c>RunArguments</c> is.</summary>
static class CommandLineText
{
    const char Quote = '"';
    const char Backslash = '\\';

    public static string Of(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Argument));

    static string Argument(string argument)
    {
        var text = new StringBuilder().Append(Quote);
        var backslashes = 0;
        foreach (var character in argument)
        {
            // Backslashes mean themselves, except before a quote.
            if (character == Quote)
                text.Append(Backslash, backslashes + 1);
            backslashes = character == Backslash ? backslashes + 1 : 0;
            text.Append(character);
        }
        return text.Append(Backslash, backslashes).Append(Quote).ToString();
    }
}
