using SmolVM.Errors;

namespace SmolVM.Build;

/// <summary>A provisioning command failed.</summary>
sealed class ProvisionException(string message, Exception? inner) : SmolVmException(ErrorCodes.Provision, message, inner)
{
    /// <param name="fact">Which command failed, and how.</param>
    /// <param name="network">Whether the guest reached the network: a closed one is the first thing to suspect.</param>
    /// <param name="output">The last that the command said.</param>
    /// <param name="console">The last that the guest's console said.</param>
    /// <param name="inner">The cause, where another exception is.</param>
    public static ProvisionException Of(string fact, bool network, string output, string console, Exception? inner = null)
    {
        var remedy = "Correct it in @(SmolProvision); the machine is gone and no pack was written.";
        if (!network)
            remedy += " The network is closed: set SmolNet to true if the command needs it.";
        return new ProvisionException($"{fact} {remedy}\nOutput (tail):\n{Shown(output)}\nConsole (tail):\n{Shown(console)}", inner);
    }

    static string Shown(string text) => text.Length > 0 ? text : "  (empty)";
}
