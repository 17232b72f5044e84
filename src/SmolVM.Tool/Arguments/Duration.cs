using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SmolVM.Tool.Arguments;

/// <summary>Spans of time as <c>30s</c>, <c>5m</c>, <c>1h30m</c>, <c>1500ms</c>; a number without a unit is refused, and so is zero.</summary>
internal static partial class Duration
{
    public static Option<TimeSpan?> Option(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        CustomParser = Read,
    };

    /// <returns>Null when it is none.</returns>
    public static TimeSpan? Parse(string text)
    {
        if (!Pattern().IsMatch(text))
            return null;
        var seconds = Part().Matches(text).Sum(part =>
            double.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * Unit(part.Groups[2].Value));
        return seconds > 0 && seconds <= TimeSpan.FromDays(1).TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    static TimeSpan? Read(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        var parsed = Parse(text);
        if (parsed is null)
            result.AddError($"invalid value '{text}': write a time with its unit, such as 30s, 5m, 1h30m or 1500ms, up to a day");
        return parsed;
    }

    static double Unit(string unit) => unit switch
    {
        "ms" => 0.001,
        "s" => 1,
        "m" => 60,
        _ => 3600,
    };

    [GeneratedRegex(@"^(\d{1,9}(ms|s|m|h))+\z")]
    private static partial Regex Pattern();

    [GeneratedRegex("([0-9]+)(ms|s|m|h)")]
    private static partial Regex Part();
}
