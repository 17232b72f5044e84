using SmolVM.Guests;
using SmolVM.Machines;

namespace SmolVM.Smolvm.Tests;

/// <summary>More output than pipes, buffers and the program's own limits hold.</summary>
public sealed class OutputTests
{
    static readonly MachineOptions Open = new() { Network = true };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task A_program_that_floods_both_streams_instead_of_running_a_command_is_read_to_its_end_and_told()
    {
        await using var host = new EngineOverFake("1.9.3");
        await using var machine = await host.StartAsync(Open);
        host.Fake.Faults = "output-50mb:1";

        var failure = await Assert.ThrowsAsync<GuestExecException>(() => machine.ExecAsync("true", Token));

        Assert.StartsWith("'/bin/sh' was not started in 'smolnet-", failure.Message, StringComparison.Ordinal);
        Assert.InRange(failure.Message.Length, 1, 3000);
        Assert.Equal(0, (await machine.ExecAsync("true", Token)).ExitCode);
    }

    [Fact(Timeout = 300_000)]
    public async Task A_call_whose_output_is_collected_keeps_a_bounded_part_of_a_flood()
    {
        await using var host = new EngineOverFake("1.9.3");
        await using var machine = await host.StartAsync(Open);
        host.Fake.Faults = "output-50mb:1";

        var result = await host.Cli.ExecAsync(new MachineExec(((SmolvmMachine)machine.Backend).Name, ["true"]), Token);

        Assert.Equal(0, result.ExitCode);
        Assert.InRange(result.StandardOutput.Length, 1 << 20, 20 << 20);
        Assert.InRange(result.StandardError.Length, 1 << 20, 20 << 20);
    }
}
