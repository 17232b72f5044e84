namespace SmolVM.Qemu;

/// <summary>Whether <c>/dev/kvm</c> opens. That it does proves nothing about guests (<see cref="AcceleratorProbe"/> boots one).</summary>
internal static class KvmDevice
{
    public const string Path = "/dev/kvm";

    const int NoSuchDevice = 19;
    const int Busy = 16;

    /// <summary>Null if it opens; else what stands in the way and what mends it.</summary>
    public static string? Problem(string path = Path) => Fault(path)?.Text;

    /// <summary>Null if it opens.</summary>
    public static KvmFault? Fault(string path = Path)
    {
        try
        {
            using var device = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            return null;
        }
        catch (IOException e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new(KvmFaultKind.Missing, $"{path} does not exist (no virtualisation here, or the kvm module is not loaded)");
        }
        catch (UnauthorizedAccessException)
        {
            return new(
                KvmFaultKind.Denied, $"{path}: permission denied (add yourself to its group: sudo usermod -aG kvm $USER, then log in again)");
        }
        catch (IOException e) when ((e.HResult & 0xffff) is Busy)
        {
            return new(KvmFaultKind.Other, $"{path} is busy (another hypervisor holds it)");
        }
        catch (IOException e) when ((e.HResult & 0xffff) is NoSuchDevice)
        {
            return new(KvmFaultKind.Other, $"{path} is there, but the processor's virtualisation is not usable");
        }
        catch (IOException e)
        {
            return new(KvmFaultKind.Other, $"{path} does not open: {e.Message}");
        }
    }
}

/// <summary>What keeps <c>/dev/kvm</c> from being opened.</summary>
/// <param name="Kind">Which kind of fault.</param>
/// <param name="Text">What stands in the way and, where that is short, what mends it.</param>
internal sealed record KvmFault(KvmFaultKind Kind, string Text);

/// <summary>Kinds of faults that are mended in different ways.</summary>
internal enum KvmFaultKind
{
    /// <summary>There is no such device.</summary>
    Missing,

    /// <summary>This user may not open it.</summary>
    Denied,

    /// <summary>Anything else.</summary>
    Other,
}
