using System.Globalization;
using SmolVM.Errors;

namespace SmolVM.Xunit.Budget;

/// <summary>How much memory the machines of all tests together may have.</summary>
internal static class BudgetSize
{
    public const string Variable = "SMOLVM_MEMORY_BUDGET_MIB";

    /// <summary>The variable, or three quarters of what this host, or the container that this process is in, has.</summary>
    public static int OfThisHost() => Of(Environment.GetEnvironmentVariable(Variable), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20);

    /// <exception cref="SmolVmException">The variable holds something else than a number of MiB.</exception>
    public static int Of(string? asked, long hostMiB)
    {
        if (string.IsNullOrEmpty(asked))
            return (int)Math.Min(hostMiB * 3 / 4, int.MaxValue);
        return int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > 0
            ? given
            : throw new SmolVmException(ErrorCodes.Option, $"{Variable} is '{asked}', which is no number of MiB. Give one above 0, or unset it.");
    }
}
