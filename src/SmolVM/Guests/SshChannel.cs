using SmolVM.Processes;

namespace SmolVM.Guests;

/// <summary>Runs programs in a guest through the OpenSSH client of the host, over connections that are opened when needed.</summary>
internal sealed class SshChannel(ICommandRunner runner, SshTarget target) : IGuestChannel
{
    readonly SshSession session = new(runner, target);

    public string Name => "ssh";

    public async Task<IGuestProcess> StartAsync(GuestCommand command, CancellationToken cancellationToken) =>
        await SshProcess.StartAsync(session, command, cancellationToken);

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
