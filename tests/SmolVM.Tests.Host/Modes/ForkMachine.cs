using SmolVM.Qemu;

namespace SmolVM.Tests.Host.Modes;

/// <summary>SOURCE NAME: makes a second stored machine of one that runs.</summary>
static class ForkMachine
{
    public static async Task RunAsync(string[] arguments) => await new QemuEngine().Stored.ForkAsync(arguments[0], arguments[1]);
}
