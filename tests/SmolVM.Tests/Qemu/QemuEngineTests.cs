using SmolVM.Errors;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Processes;
using SmolVM.Qemu;

namespace SmolVM.Tests.Qemu;

/// <summary>The runner is played: a host without QEMU, or with an old one, cannot be made of this one.</summary>
public sealed class QemuEngineTests : IDisposable
{
    readonly string cache = Path.Combine(Path.GetTempPath(), $"smolvm-test-{Guid.NewGuid():N}");

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Assert.False(Directory.Exists(cache), "A refusal has begun to prepare something.");

    [Fact]
    public async Task Without_QEMU_nothing_is_prepared()
    {
        var engine = Engine(_ => throw new ToolMissingException("There is no qemu-system-x86_64. Install it."));

        var refusal = await Assert.ThrowsAsync<ToolMissingException>(() => engine.StartAsync(new MachineOptions(), null, Token));

        Assert.Equal(ErrorCodes.ToolMissing, refusal.Code);
        Assert.Equal(ErrorCodes.ToolMissing, (await engine.ProbeAsync(null, Token)).Problem?.Code);
    }

    [Fact]
    public async Task With_a_QEMU_that_is_too_old_nothing_is_prepared()
    {
        var engine = Engine(command => new CommandResult(command.Argv, 0, "QEMU emulator version 5.2.0", "", TimeSpan.Zero));

        Assert.Equal(ErrorCodes.ToolTooOld, (await Assert.ThrowsAsync<SmolVmException>(() => engine.StartAsync(new MachineOptions(), null, Token))).Code);
    }

    [Fact]
    public async Task More_memory_than_the_host_has_is_refused_before_anything_is_asked()
    {
        var engine = Engine(_ => throw new InvalidOperationException("asked"));

        var refusal = await Assert.ThrowsAsync<SmolVmException>(() => engine.StartAsync(new MachineOptions { MemoryMiB = 1 << 20 }, null, Token));

        Assert.Contains("does not fit on this host", refusal.Message, StringComparison.Ordinal);
    }

    QemuEngine Engine(Func<Command, CommandResult> run) => new(new PlayedRunner(run), new SmolCache(cache), "tcg");

    sealed class PlayedRunner(Func<Command, CommandResult> run) : ICommandRunner
    {
        public Task<CommandResult> RunAsync(Command command, CancellationToken cancellationToken = default) => Task.FromResult(run(command));

        public IRunningCommand Start(Command command) => throw new InvalidOperationException("Nothing is to be started.");
    }
}
