using SmolVM.Machines;

namespace SmolVM.Xunit.Tests.Verbs;

[SmolVmFixture(Share = VerbMachine.Name, Mount = VerbMachine.Mount, MachineName = VerbMachine.Name)]
public sealed class WaitTests(SmolVm vm)
{
    static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    /// <summary>One look at least ends within it, on a busy host too.</summary>
    static readonly TimeSpan OneLook = TimeSpan.FromSeconds(10);

    [Fact(Timeout = 120_000)]
    public async Task A_command_is_repeated_until_it_succeeds()
    {
        var result = await vm.WaitUntilSucceedsAsync("echo x >> /tmp/runs; [ $(wc -l < /tmp/runs) -ge 3 ] && cat /tmp/runs");

        Assert.Equal("x\nx\nx\n", result.StandardOutput);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_command_that_never_succeeds_is_explained_by_its_last_run()
    {
        var failure = await Assert.ThrowsAsync<WaitException>(
            () => vm.WaitUntilSucceedsAsync("echo still; echo closed >&2; exit 4", OneLook));

        await Verify(FailureText.WithoutTimes(failure.Message));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_command_that_hangs_does_not_outlast_the_wait()
    {
        var failure = await Assert.ThrowsAsync<WaitException>(() => vm.WaitUntilSucceedsAsync("exec sleep 4712", Short));

        Assert.Equal(1, (await vm.FailAsync("/run/smolvm/busybox ps | grep '[s]leep 4712'")).ExitCode);
        await Verify(failure.Message);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_port_is_waited_for_until_somebody_listens()
    {
        await using var serving = new BackgroundCommand(vm, "sleep 1; /run/smolvm/busybox httpd -f -p 8090");

        await vm.WaitForPortAsync(8090);

        await vm.SucceedAsync("/run/smolvm/busybox netstat -ltn | grep ':8090 '");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_port_that_stays_closed_is_explained_by_the_open_ones()
    {
        await using var serving = new BackgroundCommand(vm, "/run/smolvm/busybox httpd -f -p 127.0.0.1:8092");
        await vm.WaitForPortAsync(8092);

        var failure = await Assert.ThrowsAsync<WaitException>(() => vm.WaitForPortAsync(8091, OneLook));

        Assert.StartsWith(
            "Waited 10 s in the machine 'verbs' for TCP port 8091 to be listened at, and it did not come.",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:8092", failure.LastSeen, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_file_is_waited_for()
    {
        await using var later = new BackgroundCommand(vm, "sleep 1; mkdir -p /tmp/later && echo here > /tmp/later/file");

        await vm.WaitForFileAsync("/tmp/later/file");

        Assert.Equal("here\n", await vm.ReadTextAsync("/tmp/later/file"));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_file_that_does_not_come_is_explained_by_what_its_directory_holds()
    {
        await vm.SucceedAsync("mkdir -p /tmp/held && touch /tmp/held/one /tmp/held/two");

        var failure = await Assert.ThrowsAsync<WaitException>(() => vm.WaitForFileAsync("/tmp/held/three", OneLook));

        await Verify(failure.Message);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_file_in_a_directory_that_is_not_there_is_explained_so()
    {
        var failure = await Assert.ThrowsAsync<WaitException>(() => vm.WaitForFileAsync("/tmp/nowhere/file", OneLook));

        await Verify(failure.Message);
    }

    [Fact(Timeout = 120_000)]
    public async Task The_console_is_waited_for()
    {
        await using var later = new BackgroundCommand(vm, "sleep 1; echo the word on the console > /dev/console");

        await vm.WaitForConsoleTextAsync("the word on the console");

        Assert.Contains("the word on the console", vm.ConsoleText, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_word_that_the_console_does_not_say_is_explained_by_its_tail()
    {
        await vm.SucceedAsync("echo the last word > /dev/console");
        await vm.WaitForConsoleTextAsync("the last word");

        var failure = await Assert.ThrowsAsync<WaitException>(() => vm.WaitForConsoleTextAsync("another word", Short));

        Assert.StartsWith(
            "Waited 2 s in the machine 'verbs' for the console to say 'another word', and it did not come.",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Contains("the last word", failure.LastSeen, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_wait_ends_with_the_token_of_the_caller()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => vm.WaitForFileAsync("/never", TimeSpan.FromHours(1), cancel.Token));
    }
}
