using SmolVM.Errors;
using SmolVM.Machines;

namespace SmolVM.Build;

/// <summary>A provisioning command failed.</summary>
sealed class ProvisionException(string message, Exception? inner) : SmolVmException(ErrorCodes.Provision, message, inner)
{
    const int Lines = 30;

    /// <param name="fact">Which command failed, and how.</param>
    /// <param name="network">Whether the guest reached the network: a closed one is the first thing to suspect.</param>
    /// <param name="output">What the command said; its end is shown.</param>
    /// <param name="console">What the guest's console said; its end is shown.</param>
    /// <param name="inner">The cause, where another exception is.</param>
    public static ProvisionException Of(string fact, bool network, string output, string console, Exception? inner = null)
    {
        var remedy = "Correct it in @(SmolProvision); the machine is gone and no pack was written.";
        if (!network)
            remedy += " The network is closed: set SmolNet to true if the command needs it.";
        return new ProvisionException(
            $"{fact} {remedy}\nOutput (tail): {ConsoleTail.Of(output, Lines)}\nConsole (tail): {ConsoleTail.Of(console, Lines)}", inner);
    }
}
