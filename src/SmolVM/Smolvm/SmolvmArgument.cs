using System.Globalization;
using System.Net;
using SmolVM.Errors;

namespace SmolVM.Smolvm;

/// <summary>
/// Single arguments in the form that the program reads as they are meant, whatever their text. What it would take for something else, or
/// drop without a word, is refused.
/// </summary>
internal static class SmolvmArgument
{
    const int LongestOldName = 40;
    const int LongestName = 128;
    static readonly SmolvmVersion LongNames = new(0, 5, 15);

    /// <summary>An option and its value. A value that begins with a dash would be read as another option.</summary>
    /// <param name="flag">As it is written in front of an ordinary value, such as <c>-e</c>.</param>
    /// <param name="longFlag">The long form, which takes any value behind <c>=</c>.</param>
    /// <param name="value">The value.</param>
    public static IReadOnlyList<string> Option(string flag, string longFlag, string value)
    {
        EnsureText(longFlag, value);
        return value.StartsWith('-') ? [$"{longFlag}={value}"] : [flag, value];
    }

    public static IReadOnlyList<string> Option(string flag, string value) => Option(flag, flag, value);

    /// <summary>An option that is left out when it has no value.</summary>
    public static IReadOnlyList<string> Optional(string flag, string? value) => value is null ? [] : Option(flag, flag, value);

    public static IReadOnlyList<string> Optional(string flag, int? value) =>
        value is { } number ? [flag, number.ToString(CultureInfo.InvariantCulture)] : [];

    /// <summary>One option for each variable. The program drops one without <c>=</c>, or fills it from its own environment.</summary>
    public static IEnumerable<string> Variables(IReadOnlyDictionary<string, string> variables) =>
        variables.SelectMany(pair => Option("-e", "--env", $"{VariableName(pair.Key)}={pair.Value}"));

    /// <summary>One option for each range of addresses.</summary>
    public static IEnumerable<string> Ranges(IReadOnlyList<string> ranges) => ranges.SelectMany(range =>
        IPNetwork.TryParse(range, out _) || IPAddress.TryParse(range, out _)
            ? (string[])["--allow-cidr", range]
            : throw Refuse($"'{range}' is no range of addresses", "Give a CIDR such as 10.0.0.0/8, or one address."));

    /// <summary>A machine's name, by the rules of the version.</summary>
    public static string Name(string name, SmolvmVersion version)
    {
        var longest = version >= LongNames ? LongestName : LongestOldName;
        if (name.Length == 0 || name.Length > longest)
            throw Refuse($"The machine name '{name}' has {name.Length} characters", $"smolvm {version} takes 1 to {longest}.");
        if (!char.IsAsciiLetterOrDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            || name.EndsWith('-') || name.Contains("--", StringComparison.Ordinal))
            throw Refuse(
                $"smolvm does not take the machine name '{name}'",
                "Use letters, digits, '_' and single hyphens; begin with a letter or digit and do not end with a hyphen.");
        return name;
    }

    /// <summary>A duration with its unit, without which the program refuses it.</summary>
    public static string Duration(TimeSpan time)
    {
        if (time <= TimeSpan.Zero)
            throw Refuse(
                string.Create(CultureInfo.InvariantCulture, $"A time-out of {time.TotalSeconds} s cannot be asked for"),
                "Give more than 0.");
        var milliseconds = (long)Math.Ceiling(time.TotalMilliseconds);
        var (number, unit) = milliseconds % 1000 == 0 ? (milliseconds / 1000, "s") : (milliseconds, "ms");
        return number.ToString(CultureInfo.InvariantCulture) + unit;
    }

    /// <summary>The command, behind the words that end our own options.</summary>
    public static IReadOnlyList<string> Command(IReadOnlyList<string> command)
    {
        foreach (var word in command)
            EnsureText("the command", word);
        return ["--", .. command];
    }

    public static SmolVmException Refuse(string fact, string remedy) => new(ErrorCodes.Option, $"{fact}. {remedy}");

    static string VariableName(string name) => name.Length > 0 && !name.Contains('=')
        ? name
        : throw Refuse($"'{name}' cannot be the name of a variable", "Give a name without '='.");

    static void EnsureText(string what, string value)
    {
        if (value.Contains('\0'))
            throw Refuse($"{what} has a NUL character in it: '{value.Replace("\0", "\\0", StringComparison.Ordinal)}'", "Remove it.");
    }
}
