using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace SmolVM.Tests.Contract;

/// <summary>The values that are refused while arguments are parsed. What is refused later, by a running command, passes here.</summary>
static partial class ValueSyntax
{
    static readonly Version BlankImageRefused = new(0, 8, 1);

    // Their syntax in the contract is a word such as COUNT or UID.
    static readonly string[] Counts =
    [
        "--count", "--parallel", "--limit", "--keep", "--fork-pool-size", "--cuda-vram-limit-mib", "--uid", "--gid", "--interval",
        "--health-retries", "--health-timeout",
    ];

    /// <summary>Why the value is refused; null when it is not.</summary>
    public static string? Refusal(ContractArgument flag, string value, Version version) => flag switch
    {
        { Name: "--image" } => version >= BlankImageRefused && string.IsNullOrWhiteSpace(value) ? "image reference cannot be empty" : null,
        { Name: "--allow-cidr" } => IsNetwork(value) ? null : "invalid CIDR",
        { Name: "--gpu-vram" } => Number(value, uint.MaxValue) is > 0 ? null : "must be a number of MiB greater than 0",
        { Name: var name } when Counts.Contains(name) => Whole(value, uint.MaxValue),
        _ => BySyntax(flag.Syntax, value),
    };

    static string? BySyntax(string syntax, string value) => syntax switch
    {
        "N (u8)" => Whole(value, byte.MaxValue),
        "MiB (u32)" => Whole(value, uint.MaxValue),
        "GiB (u64)" => Whole(value, ulong.MaxValue),
        "HOST:GUEST or PORT (1-65535)" or "HOST:GUEST or PORT" => IsPort(value) ? null : "invalid port mapping",
        "tsi | virtio-net" => value is "tsi" or "virtio-net" ? null : "[possible values: tsi, virtio-net]",
        "json | yaml" => value is "json" or "yaml" ? null : "[possible values: json, yaml]",
        "IPv4 address" => Address(value)?.GetAddressBytes().Length == 4 ? null : "invalid IPv4 address syntax",
        "octal e.g. 0644" => Octal().IsMatch(value) ? null : "invalid mode",
        "number[unit], units K/M/G/T (binary), fraction allowed" => Size().IsMatch(value) ? null : "invalid size",
        _ when syntax.StartsWith("duration", StringComparison.Ordinal) => Duration(value),
        _ when syntax.StartsWith("KEY=VALUE (first", StringComparison.Ordinal) =>
            value.IndexOf('=', StringComparison.Ordinal) > 0 ? null : "expected KEY=VALUE",
        _ => null,
    };

    static string? Whole(string value, ulong most) => Number(value, most) is null ? $"{value} is not a number in 0..={most}" : null;

    static ulong? Number(string value, ulong most) =>
        ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;

    static bool IsPort(string value) =>
        value.Split(':') is { Length: 1 or 2 } parts && parts.All(part => Number(part, ushort.MaxValue) is > 0);

    // A bare address is its own network.
    static bool IsNetwork(string value)
    {
        var parts = value.Split('/');
        if (parts.Length > 2 || Address(parts[0]) is not { } address)
            return false;
        return parts.Length == 1 || Number(parts[1], (ulong)address.GetAddressBytes().Length * 8) is not null;
    }

    // The parser of the framework takes "10" and "10.1" for addresses.
    static IPAddress? Address(string value) =>
        IPAddress.TryParse(value, out var address) && (value.Contains(':') || value.Count(c => c == '.') == 3) ? address : null;

    static string? Duration(string value)
    {
        if (!DurationText().IsMatch(value))
            return "time unit needed, for example 30s, 5m, 1h30m, 1500ms";
        return value.Any(c => c is >= '1' and <= '9') ? null : "duration must be greater than zero";
    }

    [GeneratedRegex(@"\A([0-9]+(ms|s|m|h|d))+\z")]
    private static partial Regex DurationText();

    [GeneratedRegex(@"\A[0-9]+(\.[0-9]+)?[KMGTkmgt]?\z")]
    private static partial Regex Size();

    [GeneratedRegex(@"\A(0o?)?[0-7]{1,4}\z")]
    private static partial Regex Octal();
}
