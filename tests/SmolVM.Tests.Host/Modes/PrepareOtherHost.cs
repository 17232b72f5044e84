using SmolVM.Guests;
using SmolVM.Images;
using SmolVM.Processes;

namespace SmolVM.Tests.Host.Modes;

/// <summary>
/// Unpacks the QEMU and the kernel of Debian 13 on whatever host this is. FILE: gets the kit, for SMOLVM_KIT; says the directory to put
/// before PATH, which has the QEMU and no other program.
/// </summary>
static class PrepareOtherHost
{
    const string Sources = "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian trixie main\n";

    public static async Task RunAsync(string[] arguments)
    {
        var distribution = DistributionPackages.Debian13 with { Sources = Sources };
        var (cache, runner) = (SmolCache.Open(), new CommandRunner());
        var progress = new Said();
        var bin = await new CarriedTools(cache, runner, distribution).GetAsync(progress, CancellationToken.None);
        var kit = await new KitBuilder(cache, runner, AgentBinary.Read(), distribution).GetAsync(progress);
        await new KitArchive(cache, runner).ExportAsync(kit, arguments[0], CancellationToken.None);
        var only = Directory.CreateDirectory(arguments[0] + ".bin").FullName;
        foreach (var program in new[] { "qemu-system-x86_64", "qemu-img" })
            File.CreateSymbolicLink(Path.Combine(only, program), Path.Combine(bin, program));
        Console.WriteLine(only);
    }

    sealed class Said : IProgress<string>
    {
        public void Report(string value) => Console.Error.WriteLine(value);
    }
}
