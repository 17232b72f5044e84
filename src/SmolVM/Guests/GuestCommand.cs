using System.Globalization;
using SmolVM.Errors;
using static System.Threading.Timeout;

namespace SmolVM.Guests;

/// <summary>A program to run in a guest: immutable data, changed by <c>with</c>.</summary>
/// <param name="Argv">The program (a path, or a name looked up on the guest's PATH) and its arguments, each passed as it is.</param>
public sealed record GuestCommand(IReadOnlyList<string> Argv)
{
    /// <summary>The default of <see cref="Timeout"/>: ten minutes.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(10);

    readonly TimeSpan timeout = DefaultTimeout;

    /// <summary>Describes a program and its arguments.</summary>
    /// <param name="argv">The program first.</param>
    public GuestCommand(params string[] argv) : this((IReadOnlyList<string>)argv)
    {
    }

    /// <summary>Describes a line for the guest's <c>/bin/sh -c</c>.</summary>
    /// <param name="line">The line, given to the shell as one argument.</param>
    /// <returns>The command.</returns>
    public static GuestCommand Shell(string line) => new("/bin/sh", "-c", line);

    /// <summary>Variables laid over those of the machine.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The directory to start in; when null the one that a container image or a pack says, else the user's home, or <c>/</c> where it has
    /// none.
    /// </summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>
    /// The user to run as, by name or number, or <c>user:group</c>; root when null, unless the machine or its image say another.
    /// </summary>
    public string? User { get; init; }

    /// <summary>Gives the program a pseudo-terminal of this size; standard error then comes with standard output.</summary>
    public PseudoTerminal? Terminal { get; init; }

    /// <summary>How long a run may take before the program is ended; <see cref="InfiniteTimeSpan"/> for no limit.</summary>
    /// <exception cref="SmolVmException">Not positive, or more than a day.</exception>
    public TimeSpan Timeout
    {
        get => timeout;
        init => timeout = value == InfiniteTimeSpan || (value > TimeSpan.Zero && value <= TimeSpan.FromDays(1))
            ? value
            : throw Refuse(value);
    }

    static SmolVmException Refuse(TimeSpan timeout) => new(
        ErrorCodes.Option,
        string.Create(CultureInfo.InvariantCulture, $"A command cannot have a time-out of {timeout.TotalSeconds} s. ")
        + "Give more than 0 and at most 86400 s, or Timeout.InfiniteTimeSpan for none.");
}
