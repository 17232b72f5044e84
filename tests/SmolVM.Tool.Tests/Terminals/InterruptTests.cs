using System.Diagnostics;
using SmolVM.Processes;
using SmolVM.Tool.Tests.Packs;

namespace SmolVM.Tool.Tests.Terminals;

/// <summary>Ctrl-C without a terminal, in commands that have a machine for one program: it ends, and nothing is left of it.</summary>
public sealed class InterruptTests : IClassFixture<BusyboxPack>, IDisposable
{
    const int Limit = 300_000;
    const int Interrupt = 2;

    readonly BusyboxPack pack;
    readonly TemporaryDirectory runtime = new();
    Process? begun;

    public InterruptTests(BusyboxPack pack)
    {
        this.pack = pack;
        File.SetUnixFileMode(runtime.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        // With the tool ends its machine.
        begun?.Kill();
        begun?.Dispose();
        runtime.Dispose();
    }

    [Theory(Timeout = Limit)]
    [InlineData("machine")]
    [InlineData("pack")]
    public async Task During_the_boot_it_ends_the_command(string command)
    {
        // A run directory gets its name when it is whole; then QEMU is started.
        using var watcher = new FileSystemWatcher(runtime.Make("smolvm"));
        var boots = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Renamed += (_, _) => boots.TrySetResult();
        watcher.EnableRaisingEvents = true;
        // A cold boot, which takes long enough to be interrupted.
        var tool = Run(command, "echo not reached", templates: "off");

        await boots.Task.WaitAsync(Token);
        Signals.Send(tool.Id, Interrupt);

        Assert.Equal("", await tool.StandardOutput.ReadToEndAsync(Token));
        await AssertEndedAsync(tool);
    }

    [Theory(Timeout = Limit)]
    [InlineData("machine")]
    [InlineData("pack", Traits = ["Category", "Stress"])]
    public async Task It_ends_the_program_and_with_it_the_machine(string command)
    {
        var tool = Run(command, "echo begun; exec sleep 1000");
        Assert.Equal("begun", await tool.StandardOutput.ReadLineAsync(Token));

        Signals.Send(tool.Id, Interrupt);

        await AssertEndedAsync(tool);
    }

    [Theory(Timeout = Limit)]
    [InlineData("machine")]
    [InlineData("pack", Traits = ["Category", "Stress"])]
    public async Task A_second_one_ends_a_machine_whose_program_goes_on(string command)
    {
        var tool = Run(command, "trap 'echo caught' INT; echo begun; while :; do sleep 1; done");
        Assert.Equal("begun", await tool.StandardOutput.ReadLineAsync(Token));

        Signals.Send(tool.Id, Interrupt);
        Assert.Equal("caught", await tool.StandardOutput.ReadLineAsync(Token));
        Signals.Send(tool.Id, Interrupt);

        await AssertEndedAsync(tool);
    }

    Process Run(string command, string line, string? templates = null)
    {
        string[] machine = command == "pack" ? ["pack", "run", "--sidecar", pack.Path] : ["machine", "run"];
        var start = new ProcessStartInfo(ToolProcess.Path, [.. machine, "--", "/bin/sh", "-c", line])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["XDG_RUNTIME_DIR"] = runtime.Path, ["SMOLVM_TEMPLATES"] = templates },
        };
        return begun = Process.Start(start)!;
    }

    async Task AssertEndedAsync(Process tool)
    {
        await tool.WaitForExitAsync(Token);
        Assert.Equal(130, tool.ExitCode);
        Assert.Empty(Directory.EnumerateDirectories(runtime["smolvm"]));
        Assert.DoesNotContain(
            Directory.EnumerateDirectories("/proc"), process => CommandLine(process).Contains(runtime.Path, StringComparison.Ordinal));
    }

    // A process may end before it is read, and one without a file has ended.
    static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
