using System.Net;
using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Machines;

namespace SmolVM.Qemu.Stored;

/// <summary>
/// A detached machine that another process works with at the moment: the agent and the monitor are that one's, and what is left is SSH.
/// </summary>
internal sealed class SharedMachine(string name, RunFile run, IGuestChannel channel) : IMachineBackend
{
    public IGuestChannel Channel => channel;

    public IReadOnlyList<string> GuestTools => KitGuest.Tools;

    public IReadOnlyList<string> Argv => run.Argv;

    public string? SshCommand => run.SshCommand;

    public string ConsoleText => "";

    public Task<IPEndPoint> ForwardAsync(int guestPort, CancellationToken cancellationToken) => run.Ports.TryGetValue(guestPort, out var port)
        ? Task.FromResult(new IPEndPoint(IPAddress.Loopback, port))
        : throw Busy("get another port");

    public Task<IAsyncDisposable> RelaySocketAsync(string guestPath, string hostPath, CancellationToken cancellationToken) =>
        throw Busy("get a socket");

    public Task PackAsync(string path, CancellationToken cancellationToken) => throw Busy("be packed");

    public Task<IFrozenBackend> FreezeAsync(CancellationToken cancellationToken) => throw Busy("be frozen");

    /// <summary>Nothing: whoever has the machine may be in its mounts, and has made them anew when it came.</summary>
    public Task RemountAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task PauseAsync(CancellationToken cancellationToken) => throw Busy("be paused");

    public Task ResumeAsync(CancellationToken cancellationToken) => throw Busy("be resumed");

    public Task RebootAsync(CancellationToken cancellationToken) => throw Busy("be rebooted");

    public Task StopAsync(CancellationToken cancellationToken) => throw Busy("be stopped");

    public ValueTask DisposeAsync() => channel.DisposeAsync();

    SmolVmException Busy(string what) => new(
        ErrorCodes.StoredMachine, $"The machine '{name}' cannot {what} while another process works with it. Wait for that one, or end it.");
}
