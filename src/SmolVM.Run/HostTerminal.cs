using System.Runtime.InteropServices;
using SmolVM.Guests;

namespace SmolVM.Run;

/// <summary>
/// The terminal of this process as the program's own: keys go to the guest one by one, Ctrl-C among them. Disposed, it is as before.
/// </summary>
sealed partial class HostTerminal : IDisposable
{
    const int Now = 0;
    const int GetSize = 0x5413;

    /// <summary>More than <c>struct termios</c> takes anywhere.</summary>
    const int SettingsSize = 256;

    readonly byte[] before = new byte[SettingsSize];
    PosixSignalRegistration? resized;

    HostTerminal(PseudoTerminal size) => Size = size;

    public PseudoTerminal Size { get; }

    /// <summary>Whether standard input is a terminal that this process may not read now: it would be stopped.</summary>
    public static bool IsOthers => isatty(0) == 1 && tcgetpgrp(0) != getpgrp();

    /// <param name="withKeys">
    /// Whether the program reads what is typed. Else the terminal keeps its settings: nobody would see the key of Ctrl-C in any other.
    /// </param>
    /// <returns>Null where one of the standard streams is no terminal, or another program has it.</returns>
    public static HostTerminal? Open(bool withKeys)
    {
        if (isatty(0) != 1 || isatty(1) != 1 || isatty(2) != 1 || IsOthers || SizeNow() is not { } size)
            return null;
        var terminal = new HostTerminal(size);
        if (tcgetattr(0, ref terminal.before[0]) != 0)
            return null;
        if (!withKeys)
            return terminal;
        byte[] raw = [.. terminal.before];
        cfmakeraw(ref raw[0]);
        return tcsetattr(0, Now, ref raw[0]) == 0 ? terminal : null;
    }

    /// <summary>Tells the program each new size.</summary>
    public void Follow(IGuestProcess program)
    {
        if (!OperatingSystem.IsWindows())
            resized = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Tell(program));
    }

    public void Dispose()
    {
        resized?.Dispose();
        _ = tcsetattr(0, Now, ref before[0]);
    }

    static void Tell(IGuestProcess program)
    {
        if (SizeNow() is { } size)
            _ = ResizeAsync(program, size);
    }

    static async Task ResizeAsync(IGuestProcess program, PseudoTerminal size)
    {
        try
        {
            await program.ResizeAsync(size, CancellationToken.None);
        }
        catch (GuestLostException)
        {
            // The wait for the program says so.
        }
    }

    static PseudoTerminal? SizeNow()
    {
        var size = new ushort[4];
        return ioctl(0, GetSize, ref size[0]) == 0 ? new PseudoTerminal(size[1], size[0]) : null;
    }

#pragma warning disable IDE1006 // The names are the C library's.
    [LibraryImport("libc")]
    private static partial int isatty(int descriptor);

    [LibraryImport("libc")]
    private static partial int getpgrp();

    [LibraryImport("libc")]
    private static partial int tcgetpgrp(int descriptor);

    [LibraryImport("libc")]
    private static partial int tcgetattr(int descriptor, ref byte settings);

    [LibraryImport("libc")]
    private static partial int tcsetattr(int descriptor, int when, ref byte settings);

    [LibraryImport("libc")]
    private static partial void cfmakeraw(ref byte settings);

    [LibraryImport("libc")]
    private static partial int ioctl(int descriptor, nuint request, ref ushort size);
#pragma warning restore IDE1006
}
