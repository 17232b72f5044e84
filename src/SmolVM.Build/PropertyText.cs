using System.Globalization;
using SmolVM.Errors;

namespace SmolVM.Build;

/// <summary>Values of properties and metadata; an empty text is "not set".</summary>
static class PropertyText
{
    // A day, which is also the library's own bound.
    const int MostSeconds = 86400;

    public static bool? Boolean(string name, string text) => text.Trim() switch
    {
        "" => null,
        var value when bool.TryParse(value, out var boolean) => boolean,
        _ => throw Refuse(name, text, "Set it to true or false."),
    };

    public static int? WholeNumber(string name, string text, string unit) => text.Trim() switch
    {
        "" => null,
        var value when int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Refuse(name, text, $"Give a whole number of {unit}."),
    };

    public static TimeSpan? Seconds(string name, string text) => WholeNumber(name, text, "seconds") switch
    {
        null => null,
        > 0 and <= MostSeconds and var seconds => TimeSpan.FromSeconds(seconds),
        _ => throw Refuse(name, text, $"Give a number of seconds from 1 to {MostSeconds}."),
    };

    static SmolVmException Refuse(string name, string text, string remedy) =>
        new(ErrorCodes.Option, $"{name} has the value '{text}', which cannot be used. {remedy}");
}
