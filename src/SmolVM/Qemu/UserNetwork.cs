using System.Globalization;
using System.Net;

namespace SmolVM.Qemu;

/// <summary>Reads what the monitor's <c>info usernet</c> prints, the only place that tells which host port a forward got.</summary>
internal static class UserNetwork
{
    /// <summary>The host's end of each forwarded TCP port of the guest.</summary>
    public static IReadOnlyDictionary<int, IPEndPoint> ParseForwards(string text)
    {
        var forwards = new Dictionary<int, IPEndPoint>();
        foreach (var line in text.Split('\n'))
        {
            // "TCP[HOST_FORWARD]  11  127.0.0.1 41253  10.0.2.15  22  0  0"
            var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length >= 6 && fields[0] == "TCP[HOST_FORWARD]"
                && IPAddress.TryParse(fields[2], out var address)
                && Port(fields[3]) is { } hostPort && Port(fields[5]) is { } guestPort)
                forwards[guestPort] = new IPEndPoint(address, hostPort);
        }
        return forwards;
    }

    static int? Port(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port != 0 ? port : null;
}
