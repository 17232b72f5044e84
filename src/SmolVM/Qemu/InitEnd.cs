using System.Globalization;
using System.Text.RegularExpressions;

namespace SmolVM.Qemu;

/// <summary>
/// What a machine's console says of an init that could not be started or has ended: the kernel lets no machine live without its process 1.
/// </summary>
internal static partial class InitEnd
{
    public const string Remedy =
        "Init (SmolInit) must be a program of the image that goes on as long as the machine. What it said last is below.";

    /// <param name="init">The machine's init; null: the agent, whose end is none of the user's affairs.</param>
    /// <param name="console">What the console said.</param>
    /// <returns>A part of a sentence, or null when the console says no such thing.</returns>
    public static string? Describe(string? init, string console)
    {
        if (init is null)
            return null;
        if (NotStarted().Match(console) is { Success: true } refused)
            return $"its init '{init}' could not be started ({refused.Groups["why"].Value})";
        return Ended().Match(console) is { Success: true } ended
            ? $"its init '{init}' {How(int.Parse(ended.Groups["status"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture))}"
            : null;
    }

    /// <summary>The console without what the kernel says of an init's end: thirty lines, after which nobody sees its own.</summary>
    public static string LastWords(string console) => Ended().Match(console) is { Success: true } ended
        ? console[..(console.LastIndexOf('\n', ended.Index) + 1)]
        : console;

    // As wait(2) gives it: the signal in the low bits, else the exit code above them.
    static string How(int status) => (status & 0x7F) is var signal and > 0
        ? $"was killed by signal {signal}"
        : $"ended with exit code {(status >> 8) & 0xFF}";

    [GeneratedRegex(@"^smolvm: init: /\S+: (?<why>[^\r\n]+)", RegexOptions.Multiline)]
    private static partial Regex NotStarted();

    [GeneratedRegex("Attempted to kill init! exitcode=0x(?<status>[0-9a-f]{8})")]
    private static partial Regex Ended();
}
