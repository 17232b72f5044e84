using SmolVM.Errors;

namespace SmolVM.Run;

/// <summary>The engine that carries streams, signals and sockets of a program.</summary>
static class RunEngine
{
    public const string Name = "qemu";

    /// <param name="asked">What the project says, or else the environment.</param>
    /// <exception cref="SmolVmException">It is another one.</exception>
    public static void Ensure(string? asked)
    {
        MachineEngines.EnsureKnown(asked);
        if (asked is not (null or "" or "auto" or Name))
            throw new SmolVmException(
                ErrorCodes.NoEngine,
                $"The engine '{asked}' does not carry the streams and sockets of a program that SmolRun or SmolTest starts. "
                + $"Set SmolEngine to {Name}.");
    }
}
