using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.MachineTests.Examples;

/// <summary>What README.md shows of the library.</summary>
static class LibraryExample
{
    public static async Task<string> RunAsync()
    {
        // example: library
        var (engine, _) = await MachineEngines.ChooseAsync();
        await using var machine = await engine.StartAsync(new MachineOptions { Mounts = [new WorkspaceMount(".")] });
        var result = await machine.ExecAsync("uname -r && ls /workspace");
        Console.Write(result.EnsureSuccess().StandardOutput);
        // end of example
        return result.StandardOutput;
    }
}
