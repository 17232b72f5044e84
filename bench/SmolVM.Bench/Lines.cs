namespace SmolVM.Bench;

/// <summary>What is said while something is measured: standard output is for the tables.</summary>
static class Lines
{
    public static IProgress<string> OnError { get; } = new Progress<string>(Console.Error.WriteLine);
}
