using SmolVM.Errors;
using SmolVM.Machines;

namespace SmolVM.Tests.Machines;

public sealed class MemoryBudgetTests
{
    const long Host = 8L << 30;

    [Theory]
    [InlineData(300, "200", 300)]
    [InlineData(null, "200", 200)]
    [InlineData(null, "", 4096)]
    [InlineData(null, null, 4096)]
    public void What_is_given_comes_first_then_the_variable_then_half_of_the_host(int? given, string? variable, int expected) =>
        Assert.Equal(expected, MemoryBudget.Of(given, variable, Host));

    [Theory]
    [InlineData(0, null, "A memory budget cannot be 0 MiB. Give a number of MiB above 0.")]
    [InlineData(null, "much", "SMOLVM_MEMORY_BUDGET_MIB is 'much', which is no memory budget. Give a number of MiB above 0.")]
    [InlineData(null, "-1", "SMOLVM_MEMORY_BUDGET_MIB is '-1', which is no memory budget. Give a number of MiB above 0.")]
    public void A_budget_that_is_none_is_refused(int? given, string? variable, string message) =>
        Assert.Equal(message, Assert.Throws<SmolVmException>(() => MemoryBudget.Of(given, variable, Host)).Message);

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void A_pool_of_none_or_too_many_is_refused(int ready)
    {
        var refusal = Assert.Throws<SmolVmException>(() => new MachinePool(new Engines.FakeEngine("x", EngineCapabilities.None), ready));

        Assert.Equal($"A pool cannot keep {ready} machines ready. Give a number from 1 to 64.", refusal.Message);
    }
}
