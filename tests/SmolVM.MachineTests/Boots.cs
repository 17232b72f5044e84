using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Processes;
using SmolVM.Qemu;

namespace SmolVM.MachineTests;

/// <summary>Machines that the engine would not make: with devices that nobody mounts, another security model, another argv.</summary>
static class Boots
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<QemuMachine> StartAsync(
        MachineOptions options, Func<QemuSetup, QemuSetup> change, Func<QemuSetup, IReadOnlyList<string>>? argv = null)
    {
        var engine = new QemuEngine(new CommandRunner(), SmolCache.Open(), "tcg");
        var kit = await engine.KitAsync(null, Token);
        var root = await engine.Images.GetAsync("base", null, Token);
        var setup = QemuSetup.Of(QemuProgram.X64Executable, kit, root, options);
        var boot = new QemuBoot(
            new CommandRunner(), kit, engine.Scratch, options, options.BootTimeout ?? TimeSpan.FromMinutes(3), StartTrace.Of(options.Name!),
            argv);
        return await boot.StartAsync(change(setup), new MachineParts(), Token);
    }
}
