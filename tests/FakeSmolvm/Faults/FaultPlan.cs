using System.Globalization;

namespace FakeSmolvm.Faults;

/// <summary>
/// What is to go wrong: names with commas between them, each of which may have a number behind a colon. The number is how many times it
/// happens, and then no more; without one it always does. (For <see cref="Fault.SlowStart"/> it is seconds.)
/// </summary>
sealed class FaultPlan(Settings settings)
{
    readonly Dictionary<string, int?> planned = settings.Faults
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(item => item.Split(':'))
        .ToDictionary(item => Known(item[0]), item => item.Length > 1 ? int.Parse(item[1], CultureInfo.InvariantCulture) : (int?)null);

    public int? Number(string fault) => planned.GetValueOrDefault(fault);

    public bool Has(string fault) => planned.ContainsKey(fault);

    /// <summary>Whether it happens to this call. Each question counts.</summary>
    public bool Strikes(string fault)
    {
        if (!planned.TryGetValue(fault, out var times))
            return false;
        if (times is null)
            return true;
        var folder = Directory.CreateDirectory(Path.Combine(settings.Home, "faults"));
        for (var time = 1; time <= times; time++)
        {
            try
            {
                // Only one of several calls at the same time makes the file.
                using var mark = new FileStream(Path.Combine(folder.FullName, $"{fault}.{time}"), FileMode.CreateNew);
                return true;
            }
            catch (IOException) when (File.Exists(Path.Combine(folder.FullName, $"{fault}.{time}")))
            {
            }
        }
        return false;
    }

    static string Known(string name) => Fault.All.Contains(name)
        ? name
        : throw new InvalidOperationException($"FAKE_SMOLVM_FAULT names '{name}', and known are {string.Join(", ", Fault.All)}.");
}
