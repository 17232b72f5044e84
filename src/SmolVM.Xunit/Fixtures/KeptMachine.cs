using SmolVM.Machines;
using Xunit;

namespace SmolVM.Xunit.Fixtures;

/// <summary>SMOLVM_KEEP=1: a failed test waits, its machine as the failure left it, until the test run is cancelled (Ctrl-C).</summary>
internal static class KeptMachine
{
    const string Variable = "SMOLVM_KEEP";

    public static void WaitIfAsked(Machine machine, string test, CancellationToken cancelled)
    {
        if (Environment.GetEnvironmentVariable(Variable) != "1")
            return;
        Console.Error.WriteLine(Describe(machine.Name, machine.SshCommand, test));
        TestContext.Current.SendDiagnosticMessage("{0}", Describe(machine.Name, machine.SshCommand, test));
        // xunit's hook after a test is synchronous; the run has nothing else to do on this thread.
        cancelled.WaitHandle.WaitOne();
    }

    internal static string Describe(string machine, string? sshCommand, string test) =>
        $"smolvm: the test '{test}' failed, and {Variable}=1 keeps its machine '{machine}' running. "
        + (sshCommand is null ? "" : $"Enter it with:\n  {sshCommand}\n")
        + "Ctrl-C ends the machine and the run.";
}
