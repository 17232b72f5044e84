using SmolVM.Guests;
using SmolVM.Machines;

namespace SmolVM.Smolvm.Tests.Machines;

/// <summary>More output than pipes, buffers and the program's own limits hold.</summary>
public sealed class FloodTests
{
    const int FiftyMiB = 50 << 20;

    static readonly MachineOptions Open = new() { Network = true };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = EngineHost.Timeout)]
    [MemberData(nameof(EngineHost.Versions), MemberType = typeof(EngineHost))]
    public async Task Fifty_mebibytes_of_a_guest_on_both_streams_at_once_come_whole(string version)
    {
        await using var host = new EngineHost(version);
        await using var machine = await host.StartAsync(Open);
        var (output, error) = (0L, 0L);

        var exit = await new GuestRun(
            machine.Channel, GuestCommand.Shell($"head -c {FiftyMiB} /dev/zero & head -c {FiftyMiB} /dev/zero >&2; wait"))
        {
            Output = async (stream, token) => output = await CountAsync(stream, token),
            Error = async (stream, token) => error = await CountAsync(stream, token),
        }.RunAsync(Token);

        Assert.Equal((FiftyMiB, FiftyMiB, 0), (output, error, exit.ShellCode));
    }

    static async Task<long> CountAsync(Stream stream, CancellationToken cancellationToken)
    {
        var (buffer, total) = (new byte[64 * 1024], 0L);
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
            total += read;
        return total;
    }
}
