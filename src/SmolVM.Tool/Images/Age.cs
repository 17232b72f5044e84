using System.Globalization;

namespace SmolVM.Tool.Images;

/// <summary>Times as people write and read them: <c>30d</c>, <c>12h</c>, <c>90m</c>, <c>45s</c>.</summary>
internal static class Age
{
    static readonly (char Letter, TimeSpan Unit, string Name)[] Units =
    [
        ('d', TimeSpan.FromDays(1), "day"), ('h', TimeSpan.FromHours(1), "hour"), ('m', TimeSpan.FromMinutes(1), "minute"),
        ('s', TimeSpan.FromSeconds(1), "second"),
    ];

    /// <summary>Null for what is no such time, or longer than ten thousand days.</summary>
    public static TimeSpan? Parse(string text)
    {
        var (_, unit, _) = Units.FirstOrDefault(known => text.EndsWith(known.Letter));
        return unit > TimeSpan.Zero && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number * unit.TotalDays <= 10_000
                ? number * unit
                : null;
    }

    /// <summary>In the largest unit that there is one of.</summary>
    public static string Text(TimeSpan age)
    {
        var (_, unit, name) = Units.FirstOrDefault(known => age >= known.Unit);
        if (name is null)
            return "now";
        var number = (long)(age / unit);
        return string.Create(CultureInfo.InvariantCulture, $"{number} {name}{(number == 1 ? "" : "s")} ago");
    }
}
