using SmolVM.Xunit;

namespace Suite;

/// <summary>What the tests of this suite tell those who run it: lines of files in a directory that they are given.</summary>
static class Record
{
    static readonly Lock Gate = new();

    static string Folder => Environment.GetEnvironmentVariable("SUITE_RECORDS")!;

    /// <summary>A line with the name of the test's machine.</summary>
    public static void Machine(string file, SmolVm vm) => Line(file, vm.Machine.Name);

    public static void Line(string file, string text)
    {
        lock (Gate)
            File.AppendAllText(Path.Combine(Folder, file), text + "\n");
    }
}
