using System.Runtime.CompilerServices;
using SmolVM.Guests;
using SmolVM.Machines;

namespace SmolVM.Xunit;

// Running commands.
public sealed partial class SmolVm
{
    /// <summary>Runs a line in the guest's <c>/bin/sh</c> and waits for its end, at most ten minutes.</summary>
    /// <param name="line">The line.</param>
    /// <param name="cancellationToken">Ends the program; the test's token when none is given.</param>
    /// <returns>Its output and exit code, whatever they are.</returns>
    /// <exception cref="GuestExecException">It could not be started or took too long.</exception>
    /// <exception cref="GuestLostException">The machine ended.</exception>
    public Task<ExecResult> ExecAsync(string line, CancellationToken cancellationToken = default) =>
        ExecAsync(GuestCommand.Shell(line), null, cancellationToken);

    /// <summary>Runs a program and waits for its end, at most ten minutes.</summary>
    /// <param name="argv">The program and its arguments, each passed as it is.</param>
    /// <param name="cancellationToken">Ends the program; the test's token when none is given.</param>
    /// <returns>Its output and exit code, whatever they are.</returns>
    /// <exception cref="GuestExecException">It could not be started or took too long.</exception>
    /// <exception cref="GuestLostException">The machine ended.</exception>
    public Task<ExecResult> ExecAsync(IReadOnlyList<string> argv, CancellationToken cancellationToken = default) =>
        ExecAsync(new GuestCommand(argv), null, cancellationToken);

    /// <summary>Runs a program and waits for its end.</summary>
    /// <param name="command">The program, its environment, directory, user and time-out.</param>
    /// <param name="input">Text for its standard input; empty when null.</param>
    /// <param name="cancellationToken">Ends the program; the test's token when none is given.</param>
    /// <returns>Its output and exit code, whatever they are.</returns>
    /// <exception cref="GuestExecException">It could not be started or took too long.</exception>
    /// <exception cref="GuestLostException">The machine ended.</exception>
    public async Task<ExecResult> ExecAsync(GuestCommand command, string? input = null, CancellationToken cancellationToken = default) =>
        await (await MachineAsync(cancellationToken)).ExecAsync(command, input, OrOfTest(cancellationToken));

    /// <summary>Runs a line in the guest's <c>/bin/sh</c> that has to succeed.</summary>
    /// <param name="line">The line.</param>
    /// <param name="cancellationToken">Ends the program; the test's token when none is given.</param>
    /// <returns>Its output.</returns>
    /// <exception cref="GuestExecException">
    /// Its exit code is not 0 (the message shows command, exit code and the tails of both streams), it could not be started, or it took
    /// too long.
    /// </exception>
    /// <exception cref="GuestLostException">The machine ended.</exception>
    public async Task<ExecResult> SucceedAsync(string line, CancellationToken cancellationToken = default) =>
        (await ExecAsync(line, cancellationToken)).EnsureSuccess();

    /// <summary>Runs a line in the guest's <c>/bin/sh</c> that has to fail: an exit code other than 0.</summary>
    /// <param name="line">The line.</param>
    /// <param name="cancellationToken">Ends the program; the test's token when none is given.</param>
    /// <returns>Its output and its exit code.</returns>
    /// <exception cref="GuestExecException">Its exit code is 0, it could not be started, or it took too long.</exception>
    /// <exception cref="GuestLostException">The machine ended.</exception>
    public async Task<ExecResult> FailAsync(string line, CancellationToken cancellationToken = default) =>
        (await ExecAsync(line, cancellationToken)).EnsureFailure();

    /// <summary>Runs a line in the guest's <c>/bin/sh</c> and hands out what it writes, line by line, as it comes.</summary>
    /// <param name="line">The line.</param>
    /// <param name="cancellationToken">Ends the program; the test's token when none is given.</param>
    /// <returns>Each line of both streams. To stop reading ends the program.</returns>
    /// <exception cref="GuestExecException">
    /// After the last line: the exit code is not 0. Also when it could not be started or took longer than ten minutes.
    /// </exception>
    public IAsyncEnumerable<GuestLine> StreamAsync(string line, CancellationToken cancellationToken = default) =>
        StreamAsync(GuestCommand.Shell(line), cancellationToken);

    /// <summary>Runs a program and hands out what it writes, line by line, as it comes.</summary>
    /// <param name="command">The program, its environment, directory, user and time-out.</param>
    /// <param name="cancellationToken">Ends the program; the test's token when none is given.</param>
    /// <returns>Each line of both streams. To stop reading ends the program.</returns>
    /// <exception cref="GuestExecException">
    /// After the last line: the exit code is not 0. Also when it could not be started or took too long.
    /// </exception>
    public async IAsyncEnumerable<GuestLine> StreamAsync(
        GuestCommand command, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var machine = await MachineAsync(cancellationToken);
        await foreach (var line in machine.StreamLinesAsync(command, OrOfTest(cancellationToken)))
            yield return line;
    }

    /// <summary>
    /// Boots the machine anew, with the same disk, mounts and forwarded ports: see <see cref="Machine.RebootAsync"/>. The fixture needs
    /// <see cref="SmolVmFixtureAttribute.RootUpper"/> = <see cref="RootUpper.Disk"/>.
    /// </summary>
    /// <param name="cancellationToken">Ends the reboot, and the machine with it; the test's token when none is given.</param>
    /// <returns>A task that ends when the machine is ready again.</returns>
    /// <exception cref="Errors.SmolVmException">The machine's writes are in memory: nothing would survive.</exception>
    /// <exception cref="BootException">It did not come back, and has been ended.</exception>
    public async Task RebootAsync(CancellationToken cancellationToken = default) =>
        await (await MachineAsync(cancellationToken)).RebootAsync(OrOfTest(cancellationToken));
}
