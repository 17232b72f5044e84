namespace SmolVM.Tests.Host;

static class Say
{
    /// <summary>Tells the test, and waits until it closes standard input, which also happens when the test run dies.</summary>
    public static async Task AndWaitAsync(string line)
    {
        Console.WriteLine(line);
        // The asynchronous method of Console.In blocks its caller.
        await Task.Run(Console.In.ReadToEnd);
    }
}
