using SmolVM.Errors;

namespace SmolVM.Smolvm;

/// <summary>Removes the machines of owners that had no chance to do it.</summary>
internal static class SmolvmSweep
{
    /// <summary>A machine that cannot be removed is reported and is in nobody's way.</summary>
    public static async Task RunAsync(
        SmolvmCli cli, SmolvmSettings settings, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        foreach (var machine in SmolvmOwner.Abandoned(await cli.ListAsync(cancellationToken), settings))
        {
            try
            {
                await cli.DeleteAsync(machine, cancellationToken);
            }
            catch (SmolVmException e)
            {
                progress?.Report($"The machine '{machine}', which another process left, could not be removed: {e.Message.Split('\n')[0]}");
            }
        }
        SmolvmOwner.ForgetAbandoned(settings);
    }
}
