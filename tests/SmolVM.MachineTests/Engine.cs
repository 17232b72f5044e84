using SmolVM.Machines;

namespace SmolVM.MachineTests;

/// <summary>The engine under test, chosen once as a user's would be.</summary>
static class Engine
{
    static readonly Lazy<Task<EngineChoice>> Chosen = new(() => MachineEngines.ChooseAsync("qemu", null, new TestProgress()));

    public static async Task<Machine> StartAsync(MachineOptions options, CancellationToken cancellationToken)
    {
        var choice = await Chosen.Value.WaitAsync(cancellationToken);
        return await choice.Engine.StartAsync(options, new TestProgress(), cancellationToken);
    }

    sealed class TestProgress : IProgress<string>
    {
        public void Report(string value) => TestContext.Current.SendDiagnosticMessage(value);
    }
}
