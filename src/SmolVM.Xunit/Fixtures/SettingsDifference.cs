using System.Collections;
using System.Globalization;
using System.Reflection;

namespace SmolVM.Xunit.Fixtures;

/// <summary>Tells two attributes apart, in words.</summary>
internal static class SettingsDifference
{
    static readonly PropertyInfo[] Settings =
    [
        .. typeof(SmolVmFixtureAttribute).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            // The name is for reports and changes no machine.
            .Where(property => property.CanWrite && property.Name != nameof(SmolVmFixtureAttribute.Name))
            .OrderBy(property => property.Name, StringComparer.Ordinal),
    ];

    /// <summary>The settings that differ, with both values; null where none does.</summary>
    public static string? Between(SmolVmFixtureAttribute first, SmolVmFixtureAttribute second)
    {
        var differences = from property in Settings
                          let one = Text(property.GetValue(first))
                          let other = Text(property.GetValue(second))
                          where one != other
                          select $"{property.Name} ({one} and {other})";
        return string.Join(", ", differences) is { Length: > 0 } text ? text : null;
    }

    static string Text(object? value) => value switch
    {
        null => "none",
        string text => $"'{text}'",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(Text))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
