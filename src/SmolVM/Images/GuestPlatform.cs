using System.Runtime.InteropServices;

namespace SmolVM.Images;

/// <summary>What machines of this host run, as packs and container images name it.</summary>
internal static class GuestPlatform
{
    public static string Name { get; } = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux/arm64" : "linux/amd64";
}
