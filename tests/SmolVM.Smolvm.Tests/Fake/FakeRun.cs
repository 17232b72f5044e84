using SmolVM.Processes;

namespace SmolVM.Smolvm.Tests.Fake;

/// <summary>Calls of an installed fake.</summary>
static class FakeRun
{
    /// <summary>For tests that start machines: theirs have namespaces and mounts, which only root may make everywhere.</summary>
    public static void RequireRoot() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "The machines of the fake need root.");

    public static Task<CommandResult> RunAsync(this InstalledFake fake, params string[] arguments) =>
        Sh.Runner.RunAsync(fake.Command(arguments), TestContext.Current.CancellationToken);

    public static Command Command(this InstalledFake fake, params string[] arguments) =>
        new([fake.Executable, .. arguments]) { Timeout = TimeSpan.FromSeconds(100) };

    /// <summary>A shell line in the guest.</summary>
    public static Task<CommandResult> ShellAsync(this InstalledFake fake, string machine, string line) =>
        fake.RunAsync("machine", "exec", "--name", machine, "--", "sh", "-c", line);

    /// <summary>A running machine, its name given as the version wants it.</summary>
    public static async Task StartAsync(this InstalledFake fake, string name, params string[] flags)
    {
        (await fake.RunAsync(["machine", "create", .. fake.Named(name), .. flags])).EnsureSuccess();
        (await fake.RunAsync("machine", "start", "--name", name)).EnsureSuccess();
    }

    /// <summary>A shell line in the guest that is not waited for; it has printed its first line.</summary>
    public static async Task<IRunningCommand> BeginAsync(this InstalledFake fake, string machine, string line)
    {
        var begun = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = fake.Command("machine", "exec", "--name", machine, "--stream", "--", "sh", "-c", line);
        var running = Sh.Runner.Start(command with { Output = Sh.FirstLineTo(begun) });
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        return running;
    }

    /// <summary>Waits until the fake was called.</summary>
    public static async Task CalledAsync(this InstalledFake fake)
    {
        while (fake.Calls.Count == 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    /// <summary>A machine's name as the version has it on create, delete and update.</summary>
    public static string[] Named(this InstalledFake fake, string name) => fake.Version < new Version(1, 0, 2) ? [name] : ["--name", name];
}
