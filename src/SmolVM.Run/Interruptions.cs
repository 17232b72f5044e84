using System.Runtime.InteropServices;
using SmolVM.Guests;

namespace SmolVM.Run;

/// <summary>
/// Ctrl-C and SIGTERM: the first goes to the program in the guest, which may end in order; the second ends the machine. Before the program
/// runs Ctrl-C ends the start, and SIGTERM is the library's own matter.
/// </summary>
sealed class Interruptions : IDisposable
{
    const int Signalled = 128;
    const int Interrupt = 2;
    const int Terminate = 15;

    readonly CancellationTokenSource end = new();
    readonly List<PosixSignalRegistration> registrations = [];
    IGuestProcess? program;
    TimeSpan? patience;
    int count;

    public Interruptions() => Watch(PosixSignal.SIGINT, Interrupt);

    /// <summary>Cancelled when the machine is to end at once.</summary>
    public CancellationToken End => end.Token;

    /// <summary>What a shell says of a program that was ended by the last signal.</summary>
    public int ExitCode { get; private set; } = Signalled + Interrupt;

    /// <summary>From now on a signal goes to this program first.</summary>
    /// <param name="started">The program in the guest.</param>
    /// <param name="patience">How long it may take to end after that; null: as long as it likes.</param>
    public void PassTo(IGuestProcess started, TimeSpan? patience = null)
    {
        this.patience = patience;
        program = started;
        // The latest handler is asked first: sooner the library's would be, and end the machine at once.
        Watch(PosixSignal.SIGTERM, Terminate);
    }

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        end.Dispose();
    }

    void Watch(PosixSignal signal, int number) => registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        ExitCode = Signalled + number;
        if (program is null || Interlocked.Increment(ref count) > 1)
            end.Cancel();
        else
        {
            if (patience is { } limit)
                end.CancelAfter(limit);
            _ = PassAsync(program, number);
        }
    }));

    static async Task PassAsync(IGuestProcess program, int number)
    {
        try
        {
            await program.SignalAsync(number, CancellationToken.None);
        }
        catch (GuestLostException)
        {
            // The wait for the program says so.
        }
    }
}
