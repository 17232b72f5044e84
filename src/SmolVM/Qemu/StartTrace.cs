using System.Diagnostics;
using System.Globalization;

namespace SmolVM.Qemu;

/// <summary>How long each step of a start took, a line each on standard error, where SMOLVM_TRACE=1 asks for it.</summary>
/// <param name="machine">The machine's name.</param>
/// <param name="writer">Where the lines go; null: nowhere.</param>
internal sealed class StartTrace(string machine, TextWriter? writer)
{
    const string Variable = "SMOLVM_TRACE";

    readonly Stopwatch clock = Stopwatch.StartNew();
    TimeSpan last;

    public static StartTrace Of(string machine) =>
        new(machine, Environment.GetEnvironmentVariable(Variable) == "1" ? Console.Error : null);

    public bool IsOn => writer is not null;

    /// <summary>A step has ended now, which began with the end of the one before.</summary>
    public void Phase(string name, string detail = "")
    {
        var now = clock.Elapsed;
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-10} {(now - last).TotalMilliseconds,8:0.0} ms {now.TotalMilliseconds,9:0.0} ms{(detail.Length > 0 ? $"  {detail}" : "")}"));
        last = now;
    }

    public void Say(string line) => writer?.WriteLine($"smolvm {machine}: {line}");
}
