using System.Buffers.Binary;
using System.Text;

namespace SmolVM.Guests;

/// <summary>Why the agent could not start a program (EXEC_ERROR).</summary>
internal static class AgentStartError
{
    const int NoEntry = 2;
    const int TooBig = 7;
    const int NoExec = 8;
    const int TryAgain = 11;
    const int Denied = 13;

    public static GuestExecException Decode(GuestCommand command, ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 5)
            return new GuestExecException($"The guest could not start '{command.Argv[0]}', and did not say why.");
        var error = BinaryPrimitives.ReadInt32LittleEndian(payload);
        return new GuestExecException(Describe(error, payload[4], command, Encoding.UTF8.GetString(payload[5..])));
    }

    static string Describe(int error, byte subject, GuestCommand command, string value) => (subject, error) switch
    {
        (1, NoEntry) => $"The guest has no program '{value}'. Give its full path, or install it in the image.",
        (1, Denied) => $"The guest's '{value}' cannot be run by '{command.User ?? "root"}': permission denied. Check its mode.",
        (1, NoExec) => $"The guest's '{value}' is no program of its kernel. Check its architecture, or a script's first line.",
        (1, TooBig) => $"The arguments and variables of '{value}' are more than the kernel takes. Pass data by standard input.",
        (1, _) => $"The guest could not run '{value}': {Text(error)}.",
        (2, _) => $"The guest has '{value}', but not the interpreter or loader that it names. Install that in the image.",
        (3, NoEntry) => $"The guest has no directory '{value}' to start '{command.Argv[0]}' in. Create it, or set another.",
        (3, _) => $"The guest could not enter '{value}' to start '{command.Argv[0]}': {Text(error)}. Set another.",
        (4, NoEntry) => $"The guest has no user '{value}' to run '{command.Argv[0]}' as. Create it, or give a user that /etc/passwd names.",
        (4, _) => $"The guest could not become user '{value}' to run '{command.Argv[0]}': {Text(error)}.",
        (5, _) => $"The agent refused the request to run '{command.Argv[0]}': {Text(error)}.",
        (7, _) => $"The machine is not awake yet, and '{command.Argv[0]}' is in a root that it has only then. Wake it first.",
        (_, TryAgain) => $"The guest runs too many programs to start '{command.Argv[0]}'. Wait for some of them to end.",
        _ => $"The guest could not start '{command.Argv[0]}': {Text(error)}.",
    };

    static string Text(int error) => $"{System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error)} (errno {error})";
}
