using SmolVM.Processes;

namespace SmolVM.Xunit.Budget;

/// <summary>
/// Where the processes of a user agree on memory and boots: beside the run directories, not among them, for those are swept.
/// </summary>
internal static class BudgetFolder
{
    public static string OfThisUser() => RunRoot.At(RunRoot.Default().Path + "-tests").Path;
}
