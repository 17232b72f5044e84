using FakeSmolvm.Faults;

namespace FakeSmolvm;

/// <summary>The program crashes.</summary>
static class Panic
{
    public const int ExitCode = 101;

    public static int Now()
    {
        Console.Error.WriteLine("thread 'main' panicked at src/main.rs:1:1:\ncalled `Option::unwrap()` on a `None` value");
        return ExitCode;
    }

    public static bool Strikes(Cli cli) => cli.Faults.Strikes(Fault.CrashMidway);
}
