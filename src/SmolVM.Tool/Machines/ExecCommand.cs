using System.CommandLine;
using SmolVM.Errors;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Tool.Arguments;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Machines;

/// <summary><c>machine exec</c>: runs a program in a machine.</summary>
internal static class ExecCommand
{
    public static Command Create()
    {
        var name = MachineNameOption.Optional(isShort: false);
        var environment = Variables.Option("A variable of the program, laid over the machine's.");
        var stream = new Option<bool>("--stream") { Description = "Nothing more: output always comes as it is written." };
        var set = new ProgramOptionSet(commandRequired: true);
        var command = new Command("exec", "Runs a program in a machine, with its streams and its exit code.") { name, environment, stream };
        set.AddTo(command);
        Refused.Add(command, "give the value with -e KEY, which takes it from the environment.", "--secret-env", "--secret-file");
        command.Runs(async call =>
        {
            var program = set.Read(call, Variables.Read(call.Value(environment)))!;
            await using var machine = await UseAsync(call, call.Value(name)!);
            if (!set.IsDetached(call))
                return await program.RunAsync(machine, call);
            call.Console.Line(await program.DetachAsync(machine, call.Ended));
            return 0;
        });
        return command;
    }

    /// <summary>A machine that runs, which sees the host's directories as they are now.</summary>
    public static async Task<Machine> UseAsync(ToolCall call, string name)
    {
        var stored = MachineEngines.Stored();
        await stored.RequireRunningAsync(name, call.Ended);
        var machine = await stored.UseAsync(name, call.Ended);
        try
        {
            if (machine.Options.Mounts.Any(mount => !mount.Writable))
                await machine.RemountAsync(call.Ended);
        }
        catch (MountException e) when (e.Code == ErrorCodes.MountFailed)
        {
            call.Console.Warn($"{e.Message} So what was edited on the host since may not be seen. ({ErrorCodes.MountBusy})");
        }
        catch
        {
            await machine.DisposeAsync();
            throw;
        }
        return machine;
    }
}
