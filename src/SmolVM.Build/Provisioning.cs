using SmolVM.Guests;
using SmolVM.Machines;

namespace SmolVM.Build;

/// <summary>Runs a project's commands in a machine, one after another, until one fails.</summary>
sealed class Provisioning(Machine machine, BuildLog log)
{
    public async Task RunAsync(IReadOnlyList<ProvisionCommand> commands, CancellationToken cancellationToken)
    {
        foreach (var command in commands)
            await RunAsync(command, cancellationToken);
    }

    async Task RunAsync(ProvisionCommand command, CancellationToken cancellationToken)
    {
        log.Provisioning(command.Line);
        var output = new TextTail();
        GuestExit exit;
        try
        {
            exit = await machine.StreamAsync(command.Command, Show, cancellationToken);
        }
        catch (GuestExecException e)
        {
            throw Failure(e.Message, e);
        }
        catch (GuestLostException e)
        {
            throw Failure($"The machine was lost while '{command.Line}' ran. {e.Message}", e);
        }
        if (exit.ShellCode != 0)
            throw Failure($"'{command.Line}' ended with exit code {exit.ShellCode} in the guest.");

        void Show(GuestLine line)
        {
            log.Output(line);
            output.Add(line.Text);
        }

        ProvisionException Failure(string fact, Exception? inner = null) =>
            ProvisionException.Of(fact, machine.Options.Network, output.ToString(), machine.ConsoleText, inner);
    }
}
