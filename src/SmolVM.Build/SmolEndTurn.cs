using Microsoft.Build.Framework;

namespace SmolVM.Build;

/// <summary>Lets the next build in that waits for this project.</summary>
[MSBuildMultiThreadableTask]
public sealed class SmolEndTurn : Microsoft.Build.Utilities.Task
{
    /// <summary>As <see cref="SmolTakeTurn.File"/>.</summary>
    [Required]
    public string File { get; set; } = "";

    /// <summary>Ends the turn, if this build has it.</summary>
    /// <returns>Always true.</returns>
    public override bool Execute()
    {
        var turn = BuildEngine4.UnregisterTaskObject(SmolTakeTurn.Key(File), RegisteredTaskObjectLifetime.Build);
        (turn as PackTurn)?.Dispose();
        return true;
    }
}
