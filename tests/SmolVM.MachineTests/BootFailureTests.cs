using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Qemu;

namespace SmolVM.MachineTests;

public sealed class BootFailureTests : IDisposable
{
    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task A_boot_that_takes_too_long_tells_phase_time_argv_and_console()
    {
        var limit = TimeSpan.FromSeconds(10);

        // -S: its processors stand still, so that no host is fast enough.
        var failure = await Assert.ThrowsAsync<BootException>(() => Boots.StartAsync(
            new MachineOptions { Name = "too-slow", BootTimeout = limit }, setup => setup, setup => [.. QemuArgv.Build(setup), "-S"]));

        Assert.Equal(BootPhase.Boot, failure.Phase);
        Assert.InRange(failure.Elapsed, limit, TimeSpan.FromSeconds(60));
        Assert.Contains("qemu-system-x86_64", failure.Argv[^1] + string.Join(' ', failure.Argv), StringComparison.Ordinal);
        Assert.StartsWith("The machine 'too-slow' was not ready within 10 s.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("BootTimeout", failure.Message, StringComparison.Ordinal);
        Leftovers.AssertNone("too-slow");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_guest_that_ends_tells_what_its_console_said()
    {
        await File.WriteAllBytesAsync(folder["no-file-system"], new byte[1 << 20], Token);
        var options = new MachineOptions { Name = "no-root", Cpus = 1, MemoryMiB = 256 };

        var failure = await Assert.ThrowsAsync<BootException>(
            () => Boots.StartAsync(options, setup => setup with { RootPath = folder["no-file-system"] }));

        Assert.Equal(BootPhase.Boot, failure.Phase);
        Assert.Contains("smolvm: root:", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.ExitCode);
        Leftovers.AssertNone("no-root");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_root_that_cannot_be_entered_when_the_machine_wakes_is_told()
    {
        var options = new MachineOptions { Name = "no-late-root" };

        var failure = await Assert.ThrowsAsync<BootException>(() => Boots.StartAsync(
            options,
            setup => setup,
            setup => [.. QemuArgv.Build(setup).Select(word => word.Replace("root=/dev/vda", "root=root0", StringComparison.Ordinal))]));

        Assert.Contains("root: 9p root0 on /lower: No such file or directory", failure.Message, StringComparison.Ordinal);
        Leftovers.AssertNone("no-late-root");
    }

    [Trait("Category", "Stress")]
    [Fact(Timeout = 600_000)]
    public async Task A_guest_that_shows_no_sign_of_life_is_reset_and_boots()
    {
        // -S: its processors stand still until they are let go.
        await using var machine = await Boots.StartAsync(
            new MachineOptions { Name = "no-sign" }, setup => setup, setup => [.. QemuArgv.Build(setup), "-S"]);

        Assert.Equal(0, (await machine.Agent.ExecAsync(new GuestCommand("true"), null, Token)).ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cancelled_start_leaves_nothing()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        cancel.CancelAfter(TimeSpan.FromMilliseconds(500));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Engine.Cold.StartAsync(new MachineOptions { Name = "cancelled" }, null, cancel.Token));

        Leftovers.AssertNone("cancelled");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_directory_that_has_gone_is_found_before_the_boot()
    {
        var path = Directory.CreateDirectory(folder["gone"]).FullName;
        var options = new MachineOptions { Name = "gone", Mounts = [new WorkspaceMount(path)] };
        Directory.Delete(path);

        var refusal = await Assert.ThrowsAsync<MountException>(() => Engine.StartAsync(options, Token));

        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.MountRefused, refusal.Code);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("no-such-image")]
    [InlineData("./no/such/directory")]
    [InlineData("/no/such.smolmachine")]
    public async Task An_image_that_is_not_there_is_refused_before_the_boot(string image)
    {
        var refusal = await Assert.ThrowsAnyAsync<SmolVmException>(() => Engine.StartAsync(new MachineOptions { Image = image }, Token));

        Assert.Equal(ErrorCodes.Image, refusal.Code);
        Assert.Contains(image.TrimStart('.'), refusal.Message, StringComparison.Ordinal);
    }
}
