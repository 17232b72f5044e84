namespace SmolVM.Guests;

/// <summary>A program that runs in a guest. Disposing it kills it if it still runs.</summary>
internal interface IGuestProcess : IAsyncDisposable
{
    /// <summary>What is written here is the program's standard input; disposing it is end of file.</summary>
    Stream StandardInput { get; }

    /// <summary>Read until end of file. A reader that stops reading stops the program's writes, never other programs.</summary>
    Stream StandardOutput { get; }

    /// <summary>As <see cref="StandardOutput"/>; empty with a pseudo-terminal.</summary>
    Stream StandardError { get; }

    /// <summary>Sends a signal (its Linux number) to the program's process group.</summary>
    Task SignalAsync(int signal, CancellationToken cancellationToken);

    /// <summary>Tells the pseudo-terminal its new size.</summary>
    Task ResizeAsync(PseudoTerminal size, CancellationToken cancellationToken);

    /// <summary>Waits for the end of the program itself (not of what it left in the background).</summary>
    Task<GuestExit> WaitAsync(CancellationToken cancellationToken);
}
