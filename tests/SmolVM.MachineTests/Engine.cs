using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Processes;
using SmolVM.Qemu;
using SmolVM.Qemu.Templates;

namespace SmolVM.MachineTests;

/// <summary>The engine under test, chosen once as a user's would be.</summary>
static class Engine
{
    static readonly Lazy<Task<EngineChoice>> Chosen = new(() => MachineEngines.ChooseAsync("qemu", null, new TestProgress()));

    /// <summary>One that boots every machine, as with SMOLVM_TEMPLATES=off.</summary>
    public static IMachineEngine Cold => new QemuEngine(new CommandRunner(), SmolCache.Open(), "tcg", "off");

    public static async Task<IMachineEngine> GetAsync(CancellationToken cancellationToken) =>
        (await Chosen.Value.WaitAsync(cancellationToken)).Engine;

    public static async Task<Machine> StartAsync(MachineOptions options, CancellationToken cancellationToken) =>
        await (await GetAsync(cancellationToken)).StartAsync(options, new TestProgress(), cancellationToken);

    /// <summary>One that keeps its templates in a directory of the test's own.</summary>
    public static QemuEngine WithTemplatesIn(string directory, Func<string, long>? freeBytes = null)
    {
        var cache = SmolCache.Open();
        return new QemuEngine(
            new CommandRunner(), cache, "tcg", null, new TemplateArea(cache, directory, freeBytes ?? (_ => long.MaxValue)));
    }

    sealed class TestProgress : IProgress<string>
    {
        public void Report(string value) => TestContext.Current.SendDiagnosticMessage(value);
    }
}
