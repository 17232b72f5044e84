using FakeSmolvm.Guests;
using FakeSmolvm.Machines;
using SmolVM.Tests.Contract;

namespace FakeSmolvm.Commands;

/// <summary>One file in or out. The source is split at its first colon, and then the destination: so it is with host paths, too.</summary>
static class Copy
{
    const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static int Run(Cli cli, AcceptedCall call)
    {
        var (source, destination) = (call.Positionals["SRC"], call.Positionals["DST"]);
        if (Split(source) is { } from)
            Download(Place(cli, Checked(cli, from), from.Path, underMounts: false), destination);
        else if (Split(destination) is { } to)
            Upload(cli, call, source, to);
        else
            throw new CliException("one of source and destination must be MACHINE:PATH");
        return 0;
    }

    static void Upload(Cli cli, AcceptedCall call, string source, (string Machine, string Path) to)
    {
        var machine = Checked(cli, to);
        if (!File.Exists(source))
            throw CliException.Agent("cp", $"read {source}: No such file or directory (os error 2)");
        var underMounts = !machine.IsBare && cli.Drift.CopyLandsUnderMounts(new FileInfo(source).Length);
        var target = Place(cli, machine, to.Path, underMounts);
        if (Directory.Exists(target))
            throw CliException.Agent("cp", $"rename {target}: Is a directory (os error 21)");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(source, target + ".upload", overwrite: true);
        File.SetUnixFileMode(target + ".upload", call.Value("--mode") is { } mode ? (UnixFileMode)Convert.ToInt32(mode, 8) : Mode);
        if (call.Has("--uid") || call.Has("--gid"))
            HostTool.Run("chown", $"{call.Value("--uid") ?? "0"}:{call.Value("--gid") ?? "0"}", target + ".upload");
        File.Move(target + ".upload", target, overwrite: true);
        Console.Error.WriteLine($"Copied {source} ({new FileInfo(target).Length} bytes) with smolvm {cli.Settings.Version}");
    }

    static void Download(string source, string target)
    {
        if (!File.Exists(source))
        {
            File.Delete(target);
            throw CliException.Agent("cp", "open: No such file or directory (os error 2)");
        }
        File.Copy(source, target, overwrite: true);
        Console.Error.WriteLine($"Copied {new FileInfo(target).Length} bytes");
    }

    static MachineRecord Checked(Cli cli, (string Machine, string Path) side)
    {
        var machine = cli.Running(side.Machine);
        return side.Path.Split('/').Any(part => part is "." or "..")
            ? throw CliException.Agent("cp", $"invalid path: {side.Path}")
            : machine;
    }

    // Through the namespace of the machine the guest's mounts are seen; the root on the host has what lies under them.
    static string Place(Cli cli, MachineRecord machine, string path, bool underMounts)
    {
        var root = cli.DirectoryOf(machine.Name).Root;
        return RootPath.Resolve(underMounts ? root : $"/proc/{machine.Process!.Pid}/root{root}", path);
    }

    static (string Machine, string Path)? Split(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (text[..colon], text[(colon + 1)..]) : null;
}
