using SmolVM.Errors;

namespace SmolVM.Machines;

/// <summary>A command of a <see cref="PreparedState"/> failed. Nothing was kept.</summary>
public sealed class PreparationException : SmolVmException
{
    internal PreparationException(string name, Guests.GuestExecException cause)
        : base(
            ErrorCodes.Provision,
            $"The state '{name}' could not be prepared, and nothing of it was kept: {cause.Message} "
            + "Mend the command, or try it in a machine with the same options.",
            cause)
    {
    }
}
