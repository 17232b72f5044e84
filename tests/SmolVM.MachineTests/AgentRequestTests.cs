using System.Globalization;
using System.Security.Cryptography;
using SmolVM.Guests;

namespace SmolVM.MachineTests;

/// <summary>What the host may ask of the agent of a real guest.</summary>
public sealed class AgentRequestTests(SharedMachine shared)
{
    const int MostEntropy = 512;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    AgentChannel Agent => (AgentChannel)shared.Machine.Channel;

    [Fact(Timeout = 60_000)]
    public async Task The_clock_of_the_guest_is_set_by_the_host()
    {
        var past = new DateTimeOffset(2001, 9, 9, 1, 46, 40, TimeSpan.Zero);
        await Agent.SetTimeAsync(past, Token);
        var then = await GuestTimeAsync();
        await Agent.SetTimeAsync(DateTimeOffset.UtcNow, Token);
        var now = await GuestTimeAsync();

        Assert.InRange(then - past, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.InRange(now - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(1)]
    [InlineData(MostEntropy)]
    public async Task Randomness_of_the_host_is_taken(int count)
    {
        await Agent.AddEntropyAsync(RandomNumberGenerator.GetBytes(count), Token);

        Assert.Equal("256\n", (await shared.Machine.ExecAsync("cat /proc/sys/kernel/random/entropy_avail", Token)).StandardOutput);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(0)]
    [InlineData(MostEntropy + 1)]
    public async Task Randomness_of_another_size_is_refused(int count)
    {
        var refusal = await Assert.ThrowsAsync<GuestExecException>(() => Agent.AddEntropyAsync(new byte[count], Token));

        Assert.Equal("The guest's agent could not take randomness: Invalid argument.", refusal.Message);
    }

    async Task<DateTimeOffset> GuestTimeAsync() => DateTimeOffset.FromUnixTimeSeconds(
        long.Parse((await shared.Machine.ExecAsync("date +%s", Token)).EnsureSuccess().StandardOutput, CultureInfo.InvariantCulture));
}
