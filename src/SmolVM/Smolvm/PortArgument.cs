using System.Globalization;

namespace SmolVM.Smolvm;

/// <summary>A port of the host that leads to one of the guest, as <c>-p</c> names it.</summary>
internal sealed record PortArgument(int HostPort, int GuestPort)
{
    public IReadOnlyList<string> Argv() =>
        ["-p", string.Create(CultureInfo.InvariantCulture, $"{Check(HostPort)}:{Check(GuestPort)}")];

    static int Check(int port) => port is > 0 and <= 65535
        ? port
        : throw SmolvmArgument.Refuse(
            string.Create(CultureInfo.InvariantCulture, $"smolvm does not take the port {port}"), "Give 1 to 65535.");
}
