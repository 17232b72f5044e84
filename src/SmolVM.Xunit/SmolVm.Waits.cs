using SmolVM.Guests;
using SmolVM.Machines;

namespace SmolVM.Xunit;

// Waiting.
public sealed partial class SmolVm
{
    /// <summary>Runs a line of the guest's <c>/bin/sh</c> again and again until its exit code is 0.</summary>
    /// <param name="line">The line.</param>
    /// <param name="timeout">The longest wait; one minute when null.</param>
    /// <param name="cancellationToken">Ends the wait; the test's token when none is given.</param>
    /// <returns>The result of the run that succeeded.</returns>
    /// <exception cref="WaitException">It did not succeed in time; the message shows the last run.</exception>
    /// <exception cref="GuestLostException">The machine ended.</exception>
    public async Task<ExecResult> WaitUntilSucceedsAsync(
        string line, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        await (await MachineAsync(cancellationToken)).WaitUntilSucceedsAsync(line, timeout, OrOfTest(cancellationToken));

    /// <summary>Waits until a program of the guest takes connections at a TCP port.</summary>
    /// <param name="port">The port of the guest; it need not be forwarded.</param>
    /// <param name="timeout">The longest wait; one minute when null.</param>
    /// <param name="cancellationToken">Ends the wait; the test's token when none is given.</param>
    /// <returns>A task that ends when somebody listens.</returns>
    /// <exception cref="WaitException">Nobody listened in time; the message shows the ports where somebody does.</exception>
    /// <exception cref="GuestLostException">The machine ended.</exception>
    public async Task WaitForPortAsync(int port, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        await (await MachineAsync(cancellationToken)).WaitForPortAsync(port, timeout, OrOfTest(cancellationToken));

    /// <summary>Waits until a path exists in the guest.</summary>
    /// <param name="guestPath">The file, directory or anything else.</param>
    /// <param name="timeout">The longest wait; one minute when null.</param>
    /// <param name="cancellationToken">Ends the wait; the test's token when none is given.</param>
    /// <returns>A task that ends when it is there.</returns>
    /// <exception cref="WaitException">It did not come in time; the message shows what its directory holds.</exception>
    /// <exception cref="GuestLostException">The machine ended.</exception>
    public async Task WaitForFileAsync(string guestPath, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        await (await MachineAsync(cancellationToken)).WaitForFileAsync(guestPath, timeout, OrOfTest(cancellationToken));

    /// <summary>Waits until a unit of systemd is in a state; the machine's <see cref="SmolVmFixtureAttribute.Init"/> is systemd.</summary>
    /// <param name="unit">The unit's name, such as <c>web.service</c>.</param>
    /// <param name="state">
    /// <c>active</c>, <c>inactive</c>, <c>failed</c>, <c>activating</c>, <c>deactivating</c> or <c>reloading</c>.
    /// </param>
    /// <param name="timeout">The longest wait; one minute when null.</param>
    /// <param name="cancellationToken">Ends the wait; the test's token when none is given.</param>
    /// <returns>A task that ends when the unit is in the state.</returns>
    /// <exception cref="WaitException">
    /// It was not in time; the message shows the unit's state and its last lines in the journal.
    /// </exception>
    /// <exception cref="GuestExecException">The machine has no systemd.</exception>
    /// <exception cref="GuestLostException">The machine ended.</exception>
    public async Task WaitForUnitAsync(
        string unit, string state = "active", TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        await (await MachineAsync(cancellationToken)).WaitForUnitAsync(unit, state, timeout, OrOfTest(cancellationToken));

    /// <summary>Waits until the guest's console has said something, since the boot or from now on.</summary>
    /// <param name="text">The text, as it is, case and all.</param>
    /// <param name="timeout">The longest wait; one minute when null.</param>
    /// <param name="cancellationToken">Ends the wait; the test's token when none is given.</param>
    /// <returns>A task that ends when it was said.</returns>
    /// <exception cref="WaitException">It was not said in time; the message shows the end of the console.</exception>
    public async Task WaitForConsoleTextAsync(string text, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        await (await MachineAsync(cancellationToken)).WaitForConsoleTextAsync(text, timeout, OrOfTest(cancellationToken));
}
