using SmolVM.Guests;
using SmolVM.Images;
using SmolVM.Processes;
using SmolVM.Qemu;

namespace SmolVM.Tests.Host.Modes;

/// <summary>
/// Prepares what the arguments name, <c>kit</c> or an image, in the cache of this user, and says the paths; progress goes to
/// standard error.
/// </summary>
static class PrepareImages
{
    public static async Task RunAsync(string[] names)
    {
        foreach (var name in names)
            Console.WriteLine(await PrepareAsync(name, SmolCache.Open(), new CommandRunner(), new Errors()));
    }

    static async Task<string> PrepareAsync(string name, SmolCache cache, CommandRunner runner, Errors progress) => name == "kit"
        ? (await new KitBuilder(cache, runner, AgentBinary.Read(), DistributionPackages.OfThisHost()).GetAsync(progress)).Initramfs
        : (await new QemuEngine().Images.GetAsync(name, progress)).Path;

    sealed class Errors : IProgress<string>
    {
        public void Report(string value) => Console.Error.WriteLine(value);
    }
}
