using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace SmolVM.Tool.Arguments;

/// <summary>A count without a sign, refused in words: what the parser says of another names a type of .NET.</summary>
internal static class WholeNumber
{
    public static Option<int?> Option(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = Read,
    };

    static int? Read(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        result.AddError($"invalid value '{text}': write a whole number");
        return null;
    }
}
