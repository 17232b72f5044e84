using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.MachineTests.Examples;

/// <summary>What docs/machines.md shows.</summary>
static class StoredExamples
{
    /// <returns>What each of the two machines had built at the end.</returns>
    public static async Task<(string First, string Second)> RunAsync(string name, string directory)
    {
        // example: stored
        var stored = MachineEngines.Stored();
        var mount = new WorkspaceMount(directory);
        await stored.CreateAsync(new MachineOptions { Name = name, RootUpper = RootUpper.Disk, Mounts = [mount] });
        await using (var machine = await stored.StartAsync(name))       // to dispose it only lets go of it
            (await machine.ExecAsync("sh /workspace/build.sh")).EnsureSuccess();
        // end of example
        await File.WriteAllTextAsync(Path.Combine(directory, "build.sh"), "echo edited >> /root/built");
        // example: attach
        await using (var machine = await stored.AttachAsync(name))      // in another process, later
        {
            await machine.RemountAsync();                               // what was edited on the host since is seen
            (await machine.ExecAsync("sh /workspace/build.sh")).EnsureSuccess();
        }
        // end of example
        // example: fork
        await stored.ForkAsync(name, $"{name}-2");                      // the first one runs, and goes on
        await using (var second = await stored.AttachAsync($"{name}-2"))
            (await second.ExecAsync("sh /workspace/build.sh")).EnsureSuccess();
        // end of example
        var built = (await BuiltAsync(stored, name), await BuiltAsync(stored, $"{name}-2"));
        // example: end
        await stored.StopAsync(name);                                   // its disk stays
        await stored.DeleteAsync(name);
        // end of example
        return built;
    }

    static async Task<string> BuiltAsync(IStoredMachines stored, string name)
    {
        await using var machine = await stored.AttachAsync(name);
        return (await machine.ExecAsync("cat /root/built")).EnsureSuccess().StandardOutput;
    }
}
