using System.Runtime.InteropServices;

namespace SmolVM.Packs;

/// <summary>What machines of this host run, as packs and container images name it.</summary>
internal static class GuestPlatform
{
    public static string Name { get; } = Of(RuntimeInformation.OSArchitecture);

    public static string Of(Architecture host) => host == Architecture.Arm64 ? "linux/arm64" : "linux/amd64";
}
