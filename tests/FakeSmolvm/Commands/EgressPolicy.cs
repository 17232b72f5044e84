using FakeSmolvm.Packs;
using SmolVM.Tests.Contract;

namespace FakeSmolvm.Commands;

/// <summary>What a machine may reach, as the version makes it of the flags.</summary>
/// <param name="Network">Whether it reaches anything.</param>
/// <param name="Destinations">All that it reaches; empty: everything. What a version is told and does not hold to is not here.</param>
sealed record EgressPolicy(bool Network, IReadOnlyList<string> Destinations)
{
    /// <exception cref="CliException">The version refuses the combination.</exception>
    public static EgressPolicy Of(AcceptedCall call, PackManifest? pack, Drift drift)
    {
        IReadOnlyList<string> wanted =
        [
            .. call.Values("--allow-cidr"), .. call.Values("--allow-host").Select(Resolvable),
            .. call.Has("--outbound-localhost-only") ? ["localhost"] : Array.Empty<string>(),
        ];
        var backend = call.Value("--net-backend");
        if (call.Has("--port") && drift.PortsNeedVirtioNet && backend != "virtio-net")
            throw CliException.Config("create machine", "publishing ports requires the virtio-net backend");
        var open = call.Has("--net") || call.Has("--port") || call.Has("--dns") || call.Has("--network") || pack is { Network: true };
        if (wanted.Count == 0 || (pack is not null && drift.EgressWithFromIsDropped))
            return new EgressPolicy(open, []);
        if (backend == "tsi" && drift.TsiRefusesPolicies)
        {
            throw CliException.Config(
                "create machine",
                "egress policy (--allow-cidr/--allow-host/--outbound-localhost-only) requires the virtio-net backend");
        }
        if (backend == "virtio-net" && drift.VirtioNetRefusesPolicies)
        {
            throw CliException.Config(
                "create machine", "allow-cidr/allow-host policies are not supported by the current virtio-net implementation");
        }
        return new EgressPolicy(true, backend == "virtio-net" || drift.TsiRefusesPolicies ? wanted : []);
    }

    static string Resolvable(string host)
    {
        if (host.Contains(':', StringComparison.Ordinal))
            throw CliException.Config("create machine", $"--allow-host {host}: port suffixes are not supported");
        return host.EndsWith(".invalid", StringComparison.Ordinal)
            ? throw CliException.Config("create machine", $"failed to resolve {host}")
            : host;
    }
}
