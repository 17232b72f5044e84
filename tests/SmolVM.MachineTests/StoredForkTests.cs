using SmolVM.Errors;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Processes;
using SmolVM.Qemu;
using SmolVM.Qemu.Stored;

namespace SmolVM.MachineTests;

/// <summary>A machine that outlives its process becomes two.</summary>
public sealed class StoredForkTests : IAsyncDisposable
{
    const int Limit = 300_000;

    readonly TemporaryDirectory folder = new();
    readonly string name = $"fork-{Guid.NewGuid():N}"[..16];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static IStoredMachines Stored => new QemuEngine().Stored;

    static string FolderOf(string machine) => Path.Combine(SmolCache.Open().Folder("machines"), machine);

    string Second => $"{name}-second";

    MachineOptions Options => new()
    {
        Name = name,
        RootUpper = RootUpper.Disk,
        Mounts = [new WorkspaceMount(Directory.CreateDirectory(folder["tree"]).FullName)],
        Ports = [8080],
        Environment = new Dictionary<string, string> { ["KEPT"] = "yes" },
    };

    public async ValueTask DisposeAsync()
    {
        await Stored.DeleteAsync(name);
        await Stored.DeleteAsync(Second);
        Leftovers.AssertNone(name);
        Leftovers.AssertNone(Second);
        folder.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task A_fork_has_the_disk_the_memory_and_the_mounts_and_lives_without_its_source()
    {
        folder.Write("tree/file", "of the host\n");
        await PrepareAsync(
            "echo disk > /etc/state; echo over > /workspace/file; echo memory > /dev/shm/state; setsid sleep 1000 >/dev/null 2>&1 &");

        var forked = await Stored.ForkAsync(name, Second, null, Token);

        const string Look = "hostname; cat /etc/state /dev/shm/state /workspace/file; pidof sleep >/dev/null && echo $KEPT";
        string clone, source, identities;
        await using (var first = await Stored.AttachAsync(name, null, Token))
        await using (var second = await Stored.AttachAsync(Second, null, Token))
        {
            clone = (await second.ExecAsync($"{Look}; echo second > /etc/state", Token)).EnsureSuccess().StandardOutput;
            source = (await first.ExecAsync(Look, Token)).EnsureSuccess().StandardOutput;
            identities = (await first.ExecAsync("cat /etc/machine-id", Token)).StandardOutput;
            Assert.NotEqual(identities, (await second.ExecAsync("cat /etc/machine-id", Token)).StandardOutput);
            Assert.NotEqual(await first.ForwardPortAsync(8080, Token), await second.ForwardPortAsync(8080, Token));
        }
        await Stored.DeleteAsync(name, null, Token);
        await Stored.StopAsync(Second, null, Token);
        await using var again = await Stored.StartAsync(Second, null, Token);

        Assert.Equal((Second, MachineState.Running), (forked.Name, forked.State));
        Assert.Equal($"{Second}\ndisk\nmemory\nover\nyes\n", clone);
        Assert.Equal($"{name}\ndisk\nmemory\nover\nyes\n", source);
        Assert.Equal("second\nover\n", (await again.ExecAsync("cat /etc/state /workspace/file", Token)).EnsureSuccess().StandardOutput);
        Assert.Equal("of the host\n", await File.ReadAllTextAsync(folder["tree/file"], Token));
    }

    [Fact(Timeout = Limit)]
    public async Task A_fork_can_be_forked_and_a_person_logs_into_it()
    {
        await Stored.CreateAsync(Options with { RootUpper = RootUpper.Memory }, Token);
        await using (var machine = await Stored.StartAsync(name, null, Token))
            (await machine.ExecAsync("echo first > /etc/state", Token)).EnsureSuccess();
        var third = $"{name}-third";
        try
        {
            await Stored.ForkAsync(name, Second, null, Token);
            await using (var second = await Stored.AttachAsync(Second, null, Token))
                (await second.ExecAsync("echo second >> /etc/state", Token)).EnsureSuccess();
            await Stored.ForkAsync(Second, third, null, Token);

            await using var last = await Stored.AttachAsync(third, null, Token);
            var login = new Command("sh", "-c", $"{last.SshCommand} 'hostname; cat /etc/state'");
            Assert.Equal($"{third}\nfirst\nsecond\n", (await new CommandRunner().RunAsync(login, Token)).EnsureSuccess().StandardOutput);
        }
        finally
        {
            await Stored.DeleteAsync(third, null, CancellationToken.None);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task What_cannot_be_forked_is_refused_and_the_machine_goes_on()
    {
        folder.Write("tree/file", "of the host\n");
        var missing = await Assert.ThrowsAsync<SmolVmException>(() => Stored.ForkAsync(name, Second, null, Token));
        await Stored.CreateAsync(Options, Token);
        var stopped = await Assert.ThrowsAsync<SmolVmException>(() => Stored.ForkAsync(name, Second, null, Token));
        await using (var machine = await Stored.StartAsync(name, null, Token))
        {
            const string Busy = "cd /workspace && setsid sleep 1000 >/dev/null 2>&1 & until pidof sleep >/dev/null; do sleep 0; done";
            (await machine.ExecAsync(Busy, Token)).EnsureSuccess();
        }
        var itself = await Assert.ThrowsAsync<SmolVmException>(() => Stored.ForkAsync(name, name, null, Token));

        var busy = await Assert.ThrowsAsync<MountException>(() => Stored.ForkAsync(name, Second, null, Token));

        Assert.Equal($"There is no machine '{name}'. Make it first: dotnet build -t:SmolUp, or CreateAsync.", missing.Message);
        Assert.StartsWith($"The machine '{name}' is stopped.", stopped.Message, StringComparison.Ordinal);
        Assert.StartsWith($"There is a machine '{name}' already.", itself.Message, StringComparison.Ordinal);
        Assert.Matches(@"'/workspace' is busy: process \d+ \(sleep\)", busy.Message);
        await AssertNoForkAndTheSourceGoesOnAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task A_machine_of_the_image_host_cannot_be_forked_and_goes_on()
    {
        folder.Write("tree/file", "of the host\n");
        await Stored.CreateAsync(Options with { Image = "host" }, Token);
        await (await Stored.StartAsync(name, null, Token)).DisposeAsync();

        var refused = await Assert.ThrowsAsync<MountException>(() => Stored.ForkAsync(name, Second, null, Token));

        Assert.Equal(
            $"The machine '{name}' cannot be forked: its root is one of its workspace mounts, for its image is 'host'. "
            + "Use another image, such as base.",
            refused.Message);
        await AssertNoForkAndTheSourceGoesOnAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task A_machine_that_another_QEMU_runs_cannot_be_forked_and_goes_on()
    {
        folder.Write("tree/file", "of the host\n");
        await PrepareAsync("true");
        // As if QEMU had been updated since: a second one is not installed where tests run, so what started it is played by its record.
        var record = RunFile.ReadLiving(FolderOf(name))!;
        (record with { QemuBuild = "QEMU emulator version 7.0.0" }).Write(FolderOf(name));

        var refused = await Assert.ThrowsAsync<SmolVmException>(() => Stored.ForkAsync(name, Second, null, Token));

        Assert.StartsWith("QEMU emulator version ", record.QemuBuild, StringComparison.Ordinal);
        Assert.Equal(
            $"The machine '{name}' was started otherwise than it would be now (another QEMU, kernel, image or accelerator), "
            + "so no second one can go on from it. Stop it and start it again, and then fork it.",
            refused.Message);
        await AssertNoForkAndTheSourceGoesOnAsync();
    }

    /// <summary>At moments in which the source stands still.</summary>
    [Theory(Timeout = Limit)]
    [InlineData(100)]
    [InlineData(0, Traits = ["Category", "Stress"])]
    [InlineData(400, Traits = ["Category", "Stress"])]
    public async Task A_fork_that_is_killed_leaves_nothing_and_the_source_goes_on(int milliseconds)
    {
        folder.Write("tree/file", "of the host\n");
        await PrepareAsync("true");
        using var watcher = new FileSystemWatcher(FolderOf(name));
        var stands = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, created) => stands.TrySetResult();
        watcher.EnableRaisingEvents = true;
        await using var forking = new CommandRunner().Start(
            new Command(Path.Combine(AppContext.BaseDirectory, "SmolVM.Tests.Host"), "fork-machine", name, Second));
        await stands.Task.WaitAsync(Token);
        await Task.Delay(milliseconds, Token);

        Signals.Send(forking.ProcessId, Signals.Kill);
        await forking.Completion.WaitAsync(Token);

        await Assert.ThrowsAsync<BootException>(
            () => Engine.StartAsync(new MachineOptions { BootTimeout = TimeSpan.FromMilliseconds(1) }, Token));
        Leftovers.AssertNone(Second);
        Assert.False(Directory.Exists(FolderOf(Second)));
        await AssertNoForkAndTheSourceGoesOnAsync();
    }

    /// <summary>At moments that fall into every step of it.</summary>
    [Theory(Timeout = Limit)]
    [InlineData(300)]
    [InlineData(700, Traits = ["Category", "Stress"])]
    [InlineData(1000, Traits = ["Category", "Stress"])]
    [InlineData(1500, Traits = ["Category", "Stress"])]
    public async Task A_fork_that_is_cancelled_leaves_nothing_and_the_source_goes_on(int milliseconds)
    {
        folder.Write("tree/file", "of the host\n");
        await PrepareAsync("true");
        using var cancel = new CancellationTokenSource(milliseconds);

        await Record.ExceptionAsync(() => Stored.ForkAsync(name, Second, null, cancel.Token));
        await Stored.DeleteAsync(Second, null, Token);

        await AssertNoForkAndTheSourceGoesOnAsync();
    }

    async Task PrepareAsync(string line)
    {
        await Stored.CreateAsync(Options, Token);
        await using var machine = await Stored.StartAsync(name, null, Token);
        (await machine.ExecAsync(line, Token)).EnsureSuccess();
    }

    async Task AssertNoForkAndTheSourceGoesOnAsync()
    {
        Assert.Null(await Stored.FindAsync(Second, Token));
        Leftovers.AssertNone(Second);
        await using var machine = await Stored.AttachAsync(name, null, Token);
        Assert.Equal("of the host\n", (await machine.ExecAsync("cat /workspace/file", Token)).EnsureSuccess().StandardOutput);
    }
}
