using SmolVM.Machines;
using SmolVM.Processes;
using SmolVM.Tool.Packs;

namespace SmolVM.Tool.Tests.Packs;

/// <summary>The tool as a program, with real machines.</summary>
public sealed class PackMachineTests : IDisposable
{
    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 300_000)]
    public async Task A_directory_is_packed_and_its_executable_runs_it_with_streams_and_exit_code()
    {
        Directory.CreateDirectory(folder["root/bin"]);
        File.Copy("/bin/busybox", folder["root/bin/busybox"]);
        File.CreateSymbolicLink(folder["root/bin/sh"], "busybox");

        var script = await RunAsync("", "/bin/sh", Path.Combine(AppContext.BaseDirectory, "Packs", "pack.sh"));
        var entry = await RunAsync("echo entry; exit 3\n", folder["app"], "run", "-i");
        var asked = await RunAsync(
            "", folder["app"], "run", "-e", "A=1", "-w", "/bin", "--", "/bin/sh", "-c", "echo \"$A $PWD $0\"; echo error >&2", "-e");
        var late = await RunAsync("", folder["app"], "run", "--timeout", "500ms", "/bin/busybox", "sleep", "300");

        Assert.Matches(
            @"^Packed: app \(0\.0 MiB\)\nAssets: app\.smolmachine \([0-9.]+ MiB\)\nMode: +container\n"
            + @"(.*\n)+Made with: +qemu .*\n(.*\n)+[0-9.]+-[^\n]+\n\z",
            script.EnsureSuccess().StandardOutput);
        Assert.Equal(("entry\n", 3), (entry.StandardOutput, entry.ExitCode));
        Assert.Equal(("1 /bin -e\n", 0), (asked.StandardOutput, asked.ExitCode));
        Assert.EndsWith("error\n", asked.StandardError, StringComparison.Ordinal);
        Assert.Equal(124, late.ExitCode);
        Assert.Equal(["app", "app.smolmachine", "root"], folder.Entries);
    }

    [Fact(Timeout = 600_000)]
    [Trait("Category", "Stress")]
    public async Task The_disk_of_a_stopped_machine_is_packed_and_boots()
    {
        var name = $"packed-{Guid.NewGuid():N}"[..20];
        var stored = MachineEngines.Stored(PackCommand.Engine);
        await stored.CreateAsync(new MachineOptions { Name = name, RootUpper = RootUpper.Disk }, Token);
        try
        {
            await using (var machine = await stored.StartAsync(name, null, Token))
                (await machine.ExecAsync("echo kept > /opt/kept", Token)).EnsureSuccess();
            await stored.StopAsync(name, null, Token);

            (await ToolAsync("pack", "create", "--from-vm", name, "-o", folder["app"])).EnsureSuccess();
            var ran = await ToolAsync("pack", "run", "--sidecar", folder["app.smolmachine"], "cat", "/opt/kept");

            Assert.Equal("kept\n", ran.EnsureSuccess().StandardOutput);
        }
        finally
        {
            await stored.DeleteAsync(name, null, CancellationToken.None);
        }
    }

    Task<CommandResult> ToolAsync(params string[] words) =>
        RunAsync("", [Path.Combine(AppContext.BaseDirectory, "dotnet-smolvm"), .. words]);

    // Cold boots: nobody starts these machines a second time.
    Task<CommandResult> RunAsync(string input, params string[] argv) => new CommandRunner().RunAsync(
        new Command(argv)
        {
            Environment = new Dictionary<string, string?>
            {
                ["SMOLVM_TEMPLATES"] = "off",
                ["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}",
            },
            Input = async (stream, token) => await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(input), token),
            WorkingDirectory = folder.Path,
            Timeout = TimeSpan.FromMinutes(4),
        },
        Token);
}
