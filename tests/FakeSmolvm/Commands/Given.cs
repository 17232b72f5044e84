using System.Globalization;
using System.Text.RegularExpressions;
using SmolVM.Tests.Contract;

namespace FakeSmolvm.Commands;

/// <summary>Arguments as values; the parser has let nothing through that is none.</summary>
static partial class Given
{
    /// <summary>The machine's name, or that of the machine which is meant when none is given.</summary>
    public static string Name(AcceptedCall call) => call.MachineName ?? "default";

    public static int? Number(AcceptedCall call, string flag) =>
        call.Value(flag) is { } value ? int.Parse(value, CultureInfo.InvariantCulture) : null;

    public static ulong? Size(AcceptedCall call, string flag) =>
        call.Value(flag) is { } value ? ulong.Parse(value, CultureInfo.InvariantCulture) : null;

    public static TimeSpan? Duration(AcceptedCall call, string flag) => call.Value(flag) is not { } value
        ? null
        : Part().Matches(value)
            .Select(part => Unit(part.Groups[2].Value) * double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture))
            .Aggregate(TimeSpan.Zero, (sum, part) => sum + part);

    static TimeSpan Unit(string unit) => unit switch
    {
        "ms" => TimeSpan.FromMilliseconds(1),
        "s" => TimeSpan.FromSeconds(1),
        "m" => TimeSpan.FromMinutes(1),
        "h" => TimeSpan.FromHours(1),
        _ => TimeSpan.FromDays(1),
    };

    [GeneratedRegex("([0-9]+)(ms|s|m|h|d)")]
    private static partial Regex Part();
}
