namespace SmolVM.MachineTests.Examples;

public sealed class ExampleTests
{
    [Fact(Timeout = 300_000)]
    public async Task The_library_shows_the_kernel_of_a_machine_and_the_directory_that_is_mounted()
    {
        var there = Directory.EnumerateFileSystemEntries(".").Select(Path.GetFileName).First(name => name![0] != '.')!;

        var output = await LibraryExample.RunAsync().WaitAsync(TestContext.Current.CancellationToken);

        Assert.Matches(@"^[0-9]+\.[0-9]+\.", output);
        Assert.Contains(there, output, StringComparison.Ordinal);
    }
}
