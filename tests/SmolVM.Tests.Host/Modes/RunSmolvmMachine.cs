using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Processes;
using SmolVM.Smolvm;

namespace SmolVM.Tests.Host.Modes;

/// <summary>Owns a machine of the smolvm engine until standard input ends. CLI STATE-FOLDER.</summary>
static class RunSmolvmMachine
{
    public static async Task RunAsync(string[] arguments)
    {
        var settings = new SmolvmSettings
        {
            Cli = arguments[0],
            StateFolder = arguments[1],
            Environment = SmolvmEnvironment.Reduce(Environment.GetEnvironmentVariables()),
        };
        var engine = new SmolvmEngine(new CommandRunner(), settings, SmolCache.Open, TimeProvider.System);
        await using var machine = await engine.StartAsync(new MachineOptions { Network = true });
        await Say.AndWaitAsync("ready");
    }
}
