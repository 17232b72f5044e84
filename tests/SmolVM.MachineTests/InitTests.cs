using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Machines;

namespace SmolVM.MachineTests;

/// <summary>Inits that are not systemd: scripts for the kit's own shell, in a directory that is the image.</summary>
public sealed class InitTests : IDisposable
{
    const int Limit = 300_000;

    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    MachineOptions Image => new() { Image = folder.Path, Init = "/sbin/init" };

    public InitTests()
    {
        foreach (var applet in (string[])["sh", "sleep", "touch"])
            Link($"bin/{applet}");
    }

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = Limit)]
    public async Task The_init_of_busybox_starts_its_services_and_a_reboot_lets_them_end_in_order()
    {
        const string Service = "trap 'sleep 0.3; echo asked >> /var/seen; exit' TERM; : > /run/listens; while :; do sleep 0.1; done";
        folder.Write("etc/inittab", "::sysinit:/etc/start\n::once:/etc/service\n");
        folder.Make("var");
        Link("sbin/init");
        Script("etc/start", "#!/bin/sh\necho started >> /var/seen\n");
        Script("etc/service", $"#!/bin/sh\n{Service}\n");
        await using var machine = await Engine.StartAsync(Image with { RootUpper = RootUpper.Disk }, Token);
        await machine.WaitUntilSucceedsAsync("test -e /run/listens", cancellationToken: Token);

        await machine.RebootAsync(Token);

        await machine.WaitUntilSucceedsAsync("test -e /run/listens", cancellationToken: Token);
        Assert.Equal("started\nasked\nstarted\n", await machine.ReadTextAsync("/var/seen", Token));
        Assert.Equal("init\n", await machine.ReadTextAsync("/proc/1/comm", Token));
        await machine.StopAsync(Token);
    }

    [Theory(Timeout = Limit)]
    [InlineData("/sbin/none", "could not be started (No such file or directory)")]
    [InlineData("/etc/no-program", "could not be started (Permission denied)")]
    public async Task An_init_that_cannot_be_started_is_told(string init, string end)
    {
        folder.Write("etc/no-program", "");
        var options = Image with { Name = "no-init", Init = init };

        var failure = await Assert.ThrowsAsync<BootException>(() => Engine.Cold.StartAsync(options, null, Token));

        Assert.StartsWith(
            $"The machine 'no-init' ended before it was ready: its init '{init}' {end}. Init (", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTimeout);
        Leftovers.AssertNone("no-init");
    }

    /// <summary>Nothing is waited for, so it is chance whether the machine is ready before.</summary>
    [Fact(Timeout = Limit)]
    public async Task An_init_that_ends_at_once_is_told_by_the_start_or_the_first_command()
    {
        Script("sbin/init", "#!/bin/sh\nexit 3\n");

        var failure = await Assert.ThrowsAnyAsync<SmolVmException>(async () =>
        {
            await using var machine = await Engine.Cold.StartAsync(Image, null, Token);
            await machine.ExecAsync("sleep 1000", Token);
        });

        Assert.Contains("its init '/sbin/init' ended with exit code 3", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_machine_whose_init_ends_later_is_lost_and_says_so()
    {
        // The kernel would write into the middle of a line that is not out yet.
        Script("sbin/init", $"#!/bin/sh\n{Await("asked")}\necho no more work\n{Await("seen")}\nexit 4\n");
        await using var machine = await Engine.StartAsync(Image, Token);
        (await machine.ExecAsync("touch /run/asked", Token)).EnsureSuccess();
        await machine.WaitForConsoleTextAsync("no more work\r\n", cancellationToken: Token);

        var lost = await Assert.ThrowsAsync<GuestLostException>(() => machine.ExecAsync("touch /run/seen; sleep 1000", Token));

        Assert.Contains("its init '/sbin/init' ended with exit code 4", lost.Message, StringComparison.Ordinal);
        Assert.Contains("no more work", machine.ConsoleText, StringComparison.Ordinal);
    }

    static string Await(string name) => $"until test -e /run/{name}; do sleep 0.1; done";

    void Link(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.CreateSymbolicLink(folder[name], "/run/smolvm/busybox");
    }

    void Script(string name, string text)
    {
        folder.Write(name, text);
        File.SetUnixFileMode(folder[name], (UnixFileMode)0b111_101_101);
    }
}
