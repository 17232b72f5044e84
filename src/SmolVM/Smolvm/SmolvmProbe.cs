using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SmolVM.Smolvm;

/// <summary>
/// Finds out whether machines really run here, by booting the smallest one. That they do is remembered for this boot of the host and this
/// version of the program; that they do not is found out again, for somebody may have mended it.
/// </summary>
internal sealed class SmolvmProbe(SmolvmCli cli, SmolvmSettings settings)
{
    const string BootId = "/proc/sys/kernel/random/boot_id";

    static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <exception cref="SmolvmException">They do not; the reason says why.</exception>
    public async Task EnsureAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var verdict = Path.Combine(settings.StateFolder, "works", VerdictName());
        if (File.Exists(verdict))
            return;
        progress?.Report("Trying smolvm with a machine (once per boot of this host)");
        using (var owner = SmolvmOwner.Create(settings))
            await BootAsync(owner.MachineName("probe"), cancellationToken);
        Directory.CreateDirectory(Path.GetDirectoryName(verdict)!);
        await File.WriteAllTextAsync(verdict, "", cancellationToken);
    }

    async Task BootAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            // Bare: nothing has to be fetched.
            var create = new MachineCreate(name) { Cpus = 1, MemoryMiB = 256 };
            await cli.RunAsync(create.Argv(cli.Version), SmolvmCall.Short, cancellationToken);
            await cli.RunAsync(MachineVerbs.Start(name, cli.Version), SmolvmCall.Short, cancellationToken);
            await cli.WaitExecReadyAsync(name, Limit, cancellationToken);
        }
        catch
        {
            // The reason that led here says more than that the machine cannot be removed, which the next start does.
            await DeleteAsync(name).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        await DeleteAsync(name);
    }

    async Task DeleteAsync(string name)
    {
        using var limit = new CancellationTokenSource(Limit);
        await cli.DeleteAsync(name, limit.Token);
    }

    string VerdictName()
    {
        var boot = File.Exists(BootId)
            ? File.ReadAllText(BootId).Trim()
            // To ten minutes, for clocks are corrected.
            : (DateTimeOffset.UtcNow.AddMilliseconds(-Environment.TickCount64).ToUnixTimeSeconds() / 600)
                .ToString(CultureInfo.InvariantCulture);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{boot}\n{cli.Executable}\n{cli.Version}")))[..32];
    }
}
