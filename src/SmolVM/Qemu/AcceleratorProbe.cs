using System.Security.Cryptography;
using System.Text;
using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Machines;

namespace SmolVM.Qemu;

/// <summary>
/// Chooses the accelerator. KVM is taken only when a guest really boots under it and runs a program: on some hosts the device opens,
/// machines can be made, and guests hang. The verdict is kept for this boot of the host, this QEMU and this kit.
/// </summary>
/// <param name="cache">Where verdicts are kept.</param>
/// <param name="tryKvm">
/// Boots a machine under KVM, or clones one where its first argument says so, and runs a program in it; throws when that does not work.
/// </param>
/// <param name="kvmProblem">What keeps the device from opening, or null.</param>
internal sealed class AcceleratorProbe(string cache, Func<bool, CancellationToken, Task> tryKvm, Func<string?> kvmProblem)
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    // How a verdict begins that says why machines do not clone, though they boot.
    const string BootsOnly = "boots only: ";

    /// <summary>The accelerator to use.</summary>
    /// <param name="asked">The value of SMOLVM_ACCEL: <c>kvm</c>, <c>tcg</c>, or nothing to find out.</param>
    /// <param name="key">What the verdict holds for: QEMU's build and the kit.</param>
    /// <param name="progress">Gets a line when a probe boots.</param>
    /// <param name="cancellationToken">Ends the probe.</param>
    public async Task<AcceleratorChoice> ChooseAsync(string? asked, string key, IProgress<string>? progress, CancellationToken cancellationToken) =>
        asked switch
        {
            "tcg" => new(Accelerator.Tcg, "emulation (TCG), as SMOLVM_ACCEL says"),
            "kvm" => kvmProblem() is { } problem
                ? throw new SmolVmException(ErrorCodes.NoEngine, $"SMOLVM_ACCEL says kvm, but {problem}. Mend that, or unset SMOLVM_ACCEL.")
                : new(Accelerator.Kvm, "KVM, as SMOLVM_ACCEL says"),
            null or "" or "auto" => await FindAsync(key, progress, cancellationToken),
            _ => throw new SmolVmException(ErrorCodes.Option, $"SMOLVM_ACCEL is '{asked}', which is not an accelerator. Use kvm or tcg, or unset it."),
        };

    async Task<AcceleratorChoice> FindAsync(string key, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (kvmProblem() is { } problem)
            return new(Accelerator.Tcg, $"emulation (TCG): {problem}");
        var verdict = Path.Combine(cache, "accelerator", VerdictName(key));
        if (!File.Exists(verdict))
        {
            progress?.Report($"Trying KVM with a machine (once per boot of this host, at most {Deadline.TotalSeconds:0} s)");
            await PublishAsync(verdict, await TryAsync(cancellationToken), cancellationToken);
        }
        return Read(await File.ReadAllTextAsync(verdict, cancellationToken));
    }

    static AcceleratorChoice Read(string verdict) => verdict switch
    {
        "" => new(Accelerator.Kvm, "KVM: a machine boots under it, and can be cloned"),
        _ when verdict.StartsWith(BootsOnly, StringComparison.Ordinal) =>
            new(Accelerator.Kvm, $"KVM, with a boot for each machine: {verdict[BootsOnly.Length..]}") { Clones = false },
        _ => new(Accelerator.Tcg, $"emulation (TCG): {verdict}"),
    };

    // The boot first: where guests hang, one deadline is enough to wait for.
    async Task<string> TryAsync(CancellationToken cancellationToken)
    {
        if (await FailureAsync(clone: false, cancellationToken) is { } boot)
            return $"{KvmDevice.Path} opens, but a machine does not work under it: {boot}";
        return await FailureAsync(clone: true, cancellationToken) is { } clone ? $"{BootsOnly}a clone does not work under it: {clone}" : "";
    }

    async Task<string?> FailureAsync(bool clone, CancellationToken cancellationToken)
    {
        try
        {
            await tryKvm(clone, cancellationToken);
            return null;
        }
        // Only what a machine did counts: a missing program or a full disk says nothing about KVM.
        catch (SmolVmException e) when (e is BootException or GuestLostException or GuestExecException)
        {
            return (e is BootException failed ? failed.Fact : e.Message.Split('\n')[0]).TrimEnd();
        }
    }

    static async Task PublishAsync(string path, string text, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        await File.WriteAllTextAsync(temporary, text, cancellationToken);
        File.Move(temporary, path, overwrite: true);
    }

    static string VerdictName(string key)
    {
        var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{boot}\n{key}")))[..32];
    }
}
