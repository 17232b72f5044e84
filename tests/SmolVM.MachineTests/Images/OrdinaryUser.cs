using System.Runtime.InteropServices;
using SmolVM.Processes;

namespace SmolVM.MachineTests.Images;

/// <summary>
/// A home with nothing in it, and programs run as its owner: nobody when the tests run as root, for root hides faults of ownership.
/// </summary>
sealed class OrdinaryUser : IAsyncDisposable
{
    const string Nobody = "65534";

    static readonly CommandRunner Runner = new();

    readonly string _name;
    readonly string _folder = Directory.CreateTempSubdirectory("smolvm-user-").FullName;

    public string Home => Path.Combine(_folder, _name);

    string Programs => Path.Combine(_folder, "programs");

    static CancellationToken Token => TestContext.Current.CancellationToken;

    OrdinaryUser(string name) => _name = name;

    public static async Task<OrdinaryUser> MakeAsync(string home = "a home, with: odd name")
    {
        var user = new OrdinaryUser(home);
        Directory.CreateDirectory(user.Home);
        // The tests may lie where only root can look.
        await RunAsync("cp", "-r", "--no-target-directory", AppContext.BaseDirectory, user.Programs);
        await RunAsync("chmod", "-R", "a+rX", user._folder);
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", Nobody, user.Home);
        Assert.SkipWhen(
            Environment.IsPrivilegedProcess && (await user.RunAsync([Dotnet, "--version"], [])).ExitCode != 0,
            $"an ordinary user cannot run '{Dotnet}'");
        return user;
    }

    /// <summary>Runs SmolVM.Tests.Host with this home as the only thing known.</summary>
    public Task<CommandResult> PrepareAsync(string[] images, params (string Name, string? Value)[] environment) =>
        HostAsync(["prepare-images", .. images], environment);

    /// <summary>The same in any mode.</summary>
    public Task<CommandResult> HostAsync(string[] arguments, params (string Name, string? Value)[] environment) =>
        RunAsync([Path.Combine(Programs, "SmolVM.Tests.Host"), .. arguments], environment);

    /// <summary>The same where nothing but the home can be written, and programs are found in one directory.</summary>
    public async Task<CommandResult> BareHostAsync(string programs, string[] arguments, params (string Name, string? Value)[] environment)
    {
        // The home comes last, for it may lie below one of the others.
        const string Script = """
            set -e
            PATH=/usr/bin:/bin:$PATH
            mount --make-rprivate /
            for place in / /tmp /run /dev/shm /var/tmp; do mount --bind $place $place; mount -o remount,bind,ro $place; done
            mount --bind "$HOME" "$HOME"; mount -o remount,bind,rw "$HOME"
            cd "$HOME"; PATH=${PATH#/usr/bin:/bin:} exec "$@"
            """;
        var command = Command(
            [Path.Combine(Programs, "SmolVM.Tests.Host"), .. arguments],
            [.. environment, ("PATH", programs), ("XDG_RUNTIME_DIR", null), ("TMPDIR", null), ("DOTNET_EnableDiagnostics", "0")]);
        return await Runner.RunAsync(command with { Argv = ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", Script, "sh", .. command.Argv] }, Token);
    }

    /// <summary>The same, killed as soon as it says a line; what it started is left to itself.</summary>
    public async Task KillAtAsync(string line, string[] images)
    {
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var running = Runner.Start(
            Command([Path.Combine(Programs, "SmolVM.Tests.Host"), "prepare-images", .. images], []) with
            {
                Error = async (stream, token) =>
                {
                    using var lines = new StreamReader(stream);
                    while (await lines.ReadLineAsync(token) is { } text)
                    {
                        if (text == line)
                            said.TrySetResult();
                    }
                },
            });
        await said.Task.WaitAsync(Token);
        Signals.Send(running.ProcessId, Signals.Kill);
        await running.Completion.WaitAsync(Token);
    }

    /// <summary>Waits until no process has its working directory in the home.</summary>
    public async Task NobodyIsLeftAsync()
    {
        var deadline = DateTime.UtcNow.AddSeconds(5);
        while (Directory.GetDirectories("/proc").Where(IsAtHome).ToList() is { Count: > 0 } left)
        {
            Assert.True(DateTime.UtcNow < deadline, $"Still there: {string.Join(", ", left)}");
            await Task.Delay(20, Token);
        }
    }

    public Task<CommandResult> RunAsync(IReadOnlyList<string> argv, (string Name, string? Value)[] environment) =>
        Runner.RunAsync(Command(argv, environment), Token);

    public async ValueTask DisposeAsync() => await Runner.RunAsync(new Command("rm", "-rf", _folder));

    Command Command(IReadOnlyList<string> argv, (string Name, string? Value)[] environment)
    {
        IReadOnlyList<string> prefix = Environment.IsPrivilegedProcess
            ? ["/usr/bin/setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--no-new-privs"]
            : [];
        var variables = new Dictionary<string, string?>
        {
            ["HOME"] = Home,
            ["SMOLVM_CACHE"] = null,
            ["XDG_CACHE_HOME"] = null,
            ["DOTNET_ROOT"] = Path.GetDirectoryName(Dotnet),
            ["DOTNET_CLI_HOME"] = Home,
        };
        foreach (var (name, value) in environment)
            variables[name] = value;
        return new Command([.. prefix, .. argv]) { Environment = variables, WorkingDirectory = Home };
    }

    bool IsAtHome(string process)
    {
        try
        {
            var directory = File.ResolveLinkTarget(Path.Combine(process, "cwd"), returnFinalTarget: false);
            return directory?.FullName.StartsWith(Home, StringComparison.Ordinal) == true;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // The runtime's own directory is ROOT/shared/Microsoft.NETCore.App/VERSION/.
    static string Dotnet => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    static async Task RunAsync(params string[] argv) => (await Runner.RunAsync(new Command(argv), Token)).EnsureSuccess();
}
