using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace SmolVM.Tool.Arguments;

/// <summary>Forwarded ports as <c>-p HOST:GUEST</c>, or one number for both.</summary>
internal static class Ports
{
    public static Option<PortPair[]> Option() => new("--port", "-p")
    {
        Description = "Forwards a TCP port of the host's loopback address to one of the guest; one number stands for both.",
        HelpName = "HOST:GUEST",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = Read,
    };

    /// <returns>Null when it is none.</returns>
    public static PortPair? Parse(string text) => text.Split(':') switch
    {
        [var both] when Number(both) is { } port => new PortPair(port, port),
        [var host, var guest] when Number(host) is { } from && Number(guest) is { } to => new PortPair(from, to),
        _ => null,
    };

    static PortPair[] Read(ArgumentResult result)
    {
        var pairs = new List<PortPair>();
        foreach (var token in result.Tokens)
        {
            if (Parse(token.Value) is { } pair)
                pairs.Add(pair);
            else
                result.AddError($"invalid value '{token.Value}' for '--port': write HOST:GUEST or PORT, with numbers from 1 to 65535");
        }
        return [.. pairs];
    }

    static int? Number(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 ? port : null;
}

/// <summary>A port of the host and the guest's that it leads to.</summary>
internal readonly record struct PortPair(int Host, int Guest);
