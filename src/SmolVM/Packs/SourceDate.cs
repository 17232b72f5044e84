using System.Globalization;
using SmolVM.Errors;

namespace SmolVM.Packs;

/// <summary>The time that reproducible builds use in place of now: https://reproducible-builds.org/specs/source-date-epoch/.</summary>
internal static class SourceDate
{
    public const string Variable = "SOURCE_DATE_EPOCH";

    // 9999-12-31T23:59:59Z, the last second that a date here can hold.
    const long Latest = 253_402_300_799;

    public static DateTimeOffset? FromEnvironment() => Parse(System.Environment.GetEnvironmentVariable(Variable));

    /// <exception cref="SmolVmException">The value is not a number of seconds.</exception>
    public static DateTimeOffset? Parse(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return null;
        if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > Latest)
            throw new SmolVmException(
                ErrorCodes.Option, $"{Variable} is '{value}'. Set it to whole seconds since 1970-01-01, at most {Latest}, or unset it.");
        return DateTimeOffset.FromUnixTimeSeconds(seconds);
    }
}
