using SmolVM.Processes;

namespace SmolVM.Tool.Doctor;

/// <summary>The programs of the host that the qemu engine starts, and the packages that have them.</summary>
internal static class ProgramFinding
{
    const string Subject = "programs";

    /// <summary>What is started, in the order in which a first machine needs it.</summary>
    public static IReadOnlyList<string> Programs { get; } =
    [
        "qemu-system-x86_64", "qemu-img", "mkfs.erofs", "faked-sysv", "mke2fs", "zstd", "xz", "lz4", "ssh", "ssh-keygen", "setpriv", "setsid",
        "tar", "apt-get", "apt-cache", "dpkg-deb",
    ];

    /// <param name="exists">Whether the host has a program.</param>
    /// <param name="prefix">What a command of root begins with.</param>
    /// <param name="carried">Whether SMOLVM_TOOLS has them unpacked where QEMU is not installed.</param>
    public static Finding Of(Func<string, bool> exists, string prefix, bool carried)
    {
        var missing = Programs.Where(program => !exists(program)).ToList();
        if (missing.Count == 0)
            return new Finding(Subject, FindingState.Ok, $"all {Programs.Count} are installed");
        var named = string.Join(", ", missing.Select(program => $"{program} (package {DebianPackage.Of(program)})"));
        if (carried && missing.Contains("qemu-system-x86_64"))
            return new Finding(Subject, FindingState.Note, $"not installed, and taken from packages as SMOLVM_TOOLS says: {named}");
        var packages = string.Join(' ', missing.Select(program => DebianPackage.Of(program)!).Distinct().Order(StringComparer.Ordinal));
        return new Finding(
            Subject, FindingState.Missing, $"not installed: {named}",
            exists("apt-get") ? $"{prefix}apt-get install --no-install-recommends {packages}" : null);
    }
}
