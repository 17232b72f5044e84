using System.Text.Json;

namespace SmolVM.Tool.Tests.Doctor;

public sealed class DoctorTests : IDisposable
{
    const int Limit = 600_000;

    readonly ToolProgram tool = new();

    public void Dispose() => tool.Dispose();

    [Fact(Timeout = Limit)]
    public async Task A_host_that_can_start_a_machine_is_told_so_with_all_that_was_looked_at()
    {
        var report = await tool.WithTheSharedCache().JsonAsync("doctor", "--json");

        Assert.True(report.GetProperty("usable").GetBoolean());
        Assert.Equal("qemu", report.GetProperty("engine").GetString());
        Assert.Equal(
            ["engine smolvm", "engine qemu", "KVM", "programs", "kit", "images", "cache", "run directory", "memory"],
            report.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("subject").GetString()));
        Assert.Equal("ok", State(report, "engine qemu"));
        Assert.Equal("ok", State(report, "programs"));
        Assert.Equal("ok", State(report, "kit"));
    }

    [Fact(Timeout = Limit)]
    public async Task A_host_without_QEMU_ends_it_with_1_and_the_command_that_installs_what_is_missing()
    {
        // All that this host has, but for three programs.
        string[] missing = ["qemu-system-x86_64", "zstd", "smolvm"];
        Directory.CreateDirectory(tool["bin"]);
        foreach (var program in Directory.EnumerateFiles("/usr/bin").Where(path => !missing.Contains(Path.GetFileName(path))))
            File.CreateSymbolicLink(Path.Combine(tool["bin"], Path.GetFileName(program)), program);
        tool.Environment["PATH"] = tool["bin"];

        var report = await tool.RunAsync("doctor");

        Assert.Equal(1, report.ExitCode);
        var asRoot = Environment.IsPrivilegedProcess ? "" : "sudo ";
        Assert.Equal(
            [
                "No machine can be started here.", "To mend what is missing:",
                $"  {asRoot}apt-get install --no-install-recommends qemu-system-x86 zstd",
            ],
            report.StandardOutput.Split('\n').SkipWhile(line => !line.StartsWith("No machine", StringComparison.Ordinal)).Take(3));
        Assert.EndsWith("\n  dotnet smolvm image build base\n", report.StandardOutput);
    }

    static string? State(JsonElement report, string subject) => report.GetProperty("findings").EnumerateArray()
        .Single(finding => finding.GetProperty("subject").GetString() == subject).GetProperty("state").GetString();
}
