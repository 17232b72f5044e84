namespace SmolVM.Qemu.Templates;

/// <summary>What a guest under KVM sees of the host's processor.</summary>
internal static class HostProcessor
{
    static readonly string[] Seen = ["vendor_id", "cpu family", "model", "model name", "stepping", "microcode", "flags"];

    /// <summary>The lines about the first processor of <c>/proc/cpuinfo</c> that a change of processor or microcode changes.</summary>
    public static string Describe(string cpuinfo) => string.Join(
        '\n',
        cpuinfo.Split("\n\n")[0].Split('\n').Where(line => Seen.Contains(line.Split(':')[0].TrimEnd())));
}
