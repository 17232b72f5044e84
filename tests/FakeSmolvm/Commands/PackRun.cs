using FakeSmolvm.Guests;
using FakeSmolvm.Machines;
using FakeSmolvm.Packs;
using SmolVM.Tests.Contract;

namespace FakeSmolvm.Commands;

static class PackRun
{
    public static int Run(Cli cli, AcceptedCall call)
    {
        if (call.Value("--sidecar") is not { } path)
            throw new CliException("no pack beside the executable, use --sidecar");
        using var pack = PackFile.Open(path, cli.Drift, missing: "sidecar not found: ");
        if (call.Has("--info"))
        {
            Console.Write(Info(pack));
            return 0;
        }
        pack.VerifyChecksum();
        if (cli.Drift.HostPlatformIsChecked)
            pack.RequirePlatform(pack.Manifest.HostPlatform ?? "");
        var machine = MachineOf(pack.Manifest, Path.GetFullPath(path), call, cli.Drift);
        Create.Make(cli, machine);
        return RunOnce.RunIn(cli, call, machine.Name);
    }

    static MachineRecord MachineOf(PackManifest manifest, string path, AcceptedCall call, Drift drift) => new()
    {
        Name = MachineName.Invent(),
        CreatedAt = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        Cpus = Given.Number(call, "--cpus") ?? manifest.Cpus,
        MemoryMiB = (uint?)Given.Number(call, "--mem") ?? manifest.Mem,
        Image = manifest.Mode == "vm" ? null : manifest.Image,
        Pack = path,
        Volumes = call.Values("--volume"),
        Network = manifest.Network || call.Has("--net"),
        ImageEnvironment = GuestEnvironment.Complete(manifest.Env ?? [], drift),
        Environment = GuestEnvironment.Complete(call.Values("--env"), drift),
        WorkingDirectory = manifest.Workdir,
        Ephemeral = true,
    };

    static string Info(PackFile pack)
    {
        var manifest = pack.Manifest;
        IEnumerable<(string Label, string? Value)> lines =
        [
            ("Mode", manifest.Mode), ("Image", manifest.Image), ("Digest", manifest.Digest), ("Platform", manifest.Platform),
            ("CPUs", $"{manifest.Cpus}"), ("Memory", $"{manifest.Mem} MiB"), ("Network", manifest.Network ? "enabled" : null),
            ("Entrypoint", Joined(manifest.Entrypoint)), ("Cmd", Joined(manifest.Cmd)), ("Workdir", manifest.Workdir),
            ("Env", Joined(manifest.Env)), ("Checksum", $"{pack.Checksum:x8}"),
        ];
        return string.Concat(lines.Where(line => line.Value is not null).Select(line => $"{line.Label + ":",-12} {line.Value}\n"));
    }

    static string? Joined(IReadOnlyList<string>? values) => values is { Count: > 0 } ? string.Join(' ', values) : null;
}
