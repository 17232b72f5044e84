using SmolVM.Processes;
using SmolVM.Qemu;

namespace SmolVM.Tool.Doctor;

/// <summary>Hardware virtualisation: without it machines are emulated.</summary>
internal static class KvmFinding
{
    const string Subject = "KVM";

    // As the workflow of docs/ci does it: for hosts whose device belongs to root alone.
    const string Rule = """KERNEL=="kvm", GROUP="kvm", MODE="0660", OPTIONS+="static_node=kvm" """;

    static readonly TimeSpan StatTimeout = TimeSpan.FromSeconds(10);

    public static IReadOnlyList<string> GroupArgv => ["stat", "--format=%G", KvmDevice.Path];

    /// <param name="prefix">What a command of root begins with.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public static async Task<Finding> LookAsync(string prefix, CancellationToken cancellationToken)
    {
        var fault = KvmDevice.Fault();
        var group = fault?.Kind == KvmFaultKind.Denied ? await GroupAsync(cancellationToken) : null;
        var processor = File.Exists("/proc/cpuinfo") ? await File.ReadAllTextAsync("/proc/cpuinfo", cancellationToken) : "";
        return Of(fault, group, processor, prefix);
    }

    static async Task<string> GroupAsync(CancellationToken cancellationToken)
    {
        var said = await new CommandRunner().RunAsync(new Command(GroupArgv) { Timeout = StatTimeout }, cancellationToken);
        return said.StandardOutput.Trim();
    }

    /// <param name="fault">What keeps the device from being opened; null: nothing.</param>
    /// <param name="group">The group that the device belongs to, where there is one.</param>
    /// <param name="processor">What <c>/proc/cpuinfo</c> says.</param>
    /// <param name="prefix">What a command of root begins with.</param>
    public static Finding Of(KvmFault? fault, string? group, string processor, string prefix) => fault switch
    {
        null => new(Subject, FindingState.Ok, $"{KvmDevice.Path} opens"),
        { Kind: KvmFaultKind.Missing } => Module(processor) is { } module
            ? new(Subject, FindingState.Note, fault.Text, $"{prefix}modprobe {module}")
            : new(
                Subject, FindingState.Note,
                $"{KvmDevice.Path} does not exist, and the processor shows no virtualisation: machines are emulated"),
        { Kind: KvmFaultKind.Denied } => new(Subject, FindingState.Note, fault.Text, Permit(group, prefix)),
        _ => new(Subject, FindingState.Note, fault.Text),
    };

    static string? Module(string processor)
    {
        var flags = processor.Split('\n').FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal))?.Split(' ') ?? [];
        return flags.Contains("vmx") ? "kvm_intel" : flags.Contains("svm") ? "kvm_amd" : null;
    }

    static string Permit(string? group, string prefix)
    {
        var join = $"{prefix}usermod -aG kvm \"$USER\" && echo 'Log in again.'";
        return group == "kvm"
            ? join
            : $"echo '{Rule.Trim()}' | {prefix}tee /etc/udev/rules.d/99-kvm4all.rules && {prefix}udevadm control --reload-rules && "
                + $"{prefix}udevadm trigger --name-match=kvm && {join}";
    }
}
