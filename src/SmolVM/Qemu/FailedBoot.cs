using SmolVM.Guests;
using SmolVM.Machines;

namespace SmolVM.Qemu;

/// <summary>Why a machine did not become ready, whoever owns its QEMU: a sentence of fact and one of remedy.</summary>
internal static class FailedBoot
{
    const string ConsoleBelow = "What it said last is below.";

    /// <param name="what">What was started, as the begin of a sentence.</param>
    /// <param name="cause">What ended the wait.</param>
    /// <param name="failure">How far it came; the exit code is that of a QEMU that ended by itself.</param>
    /// <param name="init">The machine's init; null: the agent.</param>
    /// <param name="timeout">How long it was waited for.</param>
    /// <returns>Null for a cause that says enough by itself.</returns>
    public static BootException? Explain(string what, Exception cause, BootFailure failure, string? init, TimeSpan timeout) => cause switch
    {
        OperationCanceledException or GuestLostException or QmpException when failure.ExitCode is { } code => Ended(what, code, cause, failure, init),
        OperationCanceledException => new BootException(
            $"{what} was not ready within {timeout.TotalSeconds:0.#} s.",
            "If the console below shows that it is only slow, raise BootTimeout (SmolBootTimeout).", failure, cause)
        { IsTimeout = true },
        GuestLostException or QmpException => new BootException(
            $"The connection to {what[..1].ToLowerInvariant()}{what[1..]} broke before it was ready: {cause.Message}", ConsoleBelow, failure, cause),
        GuestExecException => new BootException($"{what} could not be made ready: {cause.Message}", ConsoleBelow, failure, cause),
        _ => null,
    };

    static BootException Ended(string what, int code, Exception cause, BootFailure failure, string? init) =>
        InitEnd.Describe(init, failure.Console) is { } end
            ? new BootException(
                $"{what} ended before it was ready: {end}.", InitEnd.Remedy,
                failure with { Console = InitEnd.LastWords(failure.Console) }, cause)
            : new BootException($"{what} ended with exit code {code} before it was ready.", ConsoleBelow, failure, cause);
}
