using System.Globalization;
using SmolVM.Errors;

namespace SmolVM.Machines;

/// <summary>How much memory machines may have together.</summary>
internal static class MemoryBudget
{
    const string Variable = "SMOLVM_MEMORY_BUDGET_MIB";

    /// <summary>In MiB: what is given, else what the variable says, else half of the host's, or of this container's, memory.</summary>
    public static int Of(int? given) => Of(given, Environment.GetEnvironmentVariable(Variable), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <exception cref="SmolVmException">What is given, or the variable, is no positive number.</exception>
    public static int Of(int? given, string? variable, long hostBytes)
    {
        if (given is { } number)
            return number > 0 ? number : throw Refuse($"A memory budget cannot be {number} MiB.");
        if (string.IsNullOrEmpty(variable))
            return (int)long.Clamp(hostBytes / 2 >> 20, 1, int.MaxValue);
        return int.TryParse(variable, NumberStyles.None, CultureInfo.InvariantCulture, out var said) && said > 0
            ? said
            : throw Refuse($"{Variable} is '{variable}', which is no memory budget.");
    }

    static SmolVmException Refuse(string fact) => new(ErrorCodes.Option, $"{fact} Give a number of MiB above 0.");
}
