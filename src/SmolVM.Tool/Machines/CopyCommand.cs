using System.CommandLine;
using System.Globalization;
using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Tool.Arguments;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Machines;

/// <summary><c>machine cp</c>: a file or a tree into a machine or out of it.</summary>
internal static class CopyCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("SRC") { Description = "A path of the host, or NAME:PATH." };
        var destination = new Argument<string>("DST") { Description = "The full path that the copy gets: NAME:PATH, or one of the host." };
        var mode = new Option<string>("--mode") { Description = "The mode of the copy in the guest, in octal.", HelpName = "MODE" };
        var user = WholeNumber.Option("--uid", "UID", "Its owner; root when left out.");
        var group = WholeNumber.Option("--gid", "GID", "Its group; root when left out.");
        var command = new Command("cp", "Copies a file or a tree into a running machine or out of it.") { source, destination, mode, user, group };
        command.Runs(async call =>
        {
            var (from, to) = (CopyEnd.Parse(call.Value(source)!), CopyEnd.Parse(call.Value(destination)!));
            if (from.Machine is null == to.Machine is null)
                throw new SmolVmException(ErrorCodes.Option, "One side of a copy is NAME:PATH, and the other a path of the host. Name both.");
            var change = new OwnerChange(call.Value(mode), call.Value(user), call.Value(group));
            if (from.Machine is not null && !change.IsNone)
                throw new SmolVmException(
                    ErrorCodes.Option, "--mode, --uid and --gid are of copies into a machine, and this one leads out. Leave them out.");
            var name = (from.Machine ?? to.Machine)!;
            var stored = MachineEngines.Stored();
            await stored.RequireRunningAsync(name, call.Ended);
            await using var machine = await stored.UseAsync(name, call.Ended);
            if (from.Machine is not null)
            {
                await machine.CopyOutAsync(from.GuestPath, to.Path, call.Ended);
                return;
            }
            if (!Path.Exists(from.Path))
                throw new SmolVmException(ErrorCodes.Option, $"'{from.Path}' is not there. Name a file or a directory of the host.");
            await machine.CopyInAsync(from.Path, to.GuestPath, call.Ended);
            if (!change.IsNone)
                await change.ApplyAsync(machine, to.GuestPath, call.Ended);
        });
        return command;
    }
}

/// <summary>What a copy in the guest gets that the host's file does not have; of a tree its top directory.</summary>
internal sealed record OwnerChange(string? Mode, int? User, int? Group)
{
    public bool IsNone => this is { Mode: null, User: null, Group: null };

    public async Task ApplyAsync(Machine machine, string path, CancellationToken cancellationToken)
    {
        var script = string.Create(
            CultureInfo.InvariantCulture,
            $"chown {User ?? 0}:{Group ?? 0} \"$1\"{(Mode is null ? "" : " && chmod \"$2\" \"$1\"")}");
        var command = new GuestCommand(GuestShell.Argv(machine.Backend.GuestTools, script, path, Mode ?? "")) { User = "root" };
        (await machine.ExecAsync(command, null, cancellationToken)).EnsureSuccess();
    }
}

/// <summary>One side of a copy. What is before the first colon is a machine.</summary>
internal sealed record CopyEnd(string? Machine, string Path)
{
    public static CopyEnd Parse(string text) => text.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
        ? new CopyEnd(text[..colon], text[(colon + 1)..])
        : new CopyEnd(null, text);

    /// <summary>The path in the guest, from its root.</summary>
    /// <exception cref="SmolVmException">It has parts that lead elsewhere.</exception>
    public string GuestPath => Path.Length > 0 && !Path.Split('/').Any(part => part is "." or "..")
        ? $"/{Path.TrimStart('/')}"
        : throw new SmolVmException(ErrorCodes.Option, $"The guest's path '{Path}' cannot be used. Write a full path without '.' and '..'.");
}
