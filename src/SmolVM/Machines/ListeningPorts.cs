using System.Globalization;
using System.Net;

namespace SmolVM.Machines;

/// <summary>What <c>/proc/net/tcp</c> and <c>/proc/net/tcp6</c> of a Linux guest say about sockets that take connections.</summary>
internal static class ListeningPorts
{
    const string Listening = "0A";

    /// <summary>Reads the lines of both files; lines of another form are headings.</summary>
    public static IReadOnlyList<IPEndPoint> Parse(string text) =>
    [
        .. from line in text.Split('\n')
           let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
           where fields.Length > 3 && fields[3] == Listening
           select EndPoint(fields[1]),
    ];

    /// <summary>As messages show them.</summary>
    public static string Describe(IEnumerable<IPEndPoint> ports)
    {
        var known = ports.OrderBy(port => port.Port).Select(port => port.ToString()).Distinct().ToList();
        return known.Count == 0 ? "nothing listens" : "listening on " + string.Join(", ", known);
    }

    static IPEndPoint EndPoint(string field)
    {
        var colon = field.IndexOf(':');
        var port = int.Parse(field[(colon + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new IPEndPoint(Address(field[..colon]), port);
    }

    // Words of 32 bits, each in the byte order of the guest, which like the host is little-endian.
    static IPAddress Address(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        for (var word = 0; word < bytes.Length; word += 4)
            Array.Reverse(bytes, word, 4);
        return new IPAddress(bytes);
    }
}
