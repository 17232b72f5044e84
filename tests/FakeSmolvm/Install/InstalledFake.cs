using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using SmolVM.Processes;

namespace SmolVM.Tests.FakeSmolvm;

/// <summary>
/// An installation of the fake for one test: a directory with an executable <c>smolvm</c> of one version, machines of its own and a log of
/// its calls. It needs nothing of its caller's environment. What its machines leave behind ends with it.
/// </summary>
public sealed class InstalledFake : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("smolvm-fake-").FullName;

    /// <param name="version">The version that it is, such as <c>0.8.0</c>.</param>
    /// <param name="faults">What goes wrong, as the fake's <c>FAKE_SMOLVM_FAULT</c> has it.</param>
    public InstalledFake(string version, string faults = "")
    {
        Version = Version.Parse(version);
        Directory.CreateDirectory(Home);
        Directory.CreateDirectory(BinDirectory);
        Faults = faults;
        File.WriteAllText(Executable, $"""
            #!/bin/sh
            export FAKE_SMOLVM_VERSION='{version}' FAKE_SMOLVM_HOME='{Home}' DOTNET_ROOT='{DotnetRoot}'
            read -r FAKE_SMOLVM_FAULT < '{FaultFile}'
            export FAKE_SMOLVM_FAULT
            exec '{Path.Combine(AppContext.BaseDirectory, "FakeSmolvm")}' "$@"

            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Executable, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public Version Version { get; }

    /// <summary>The directory to put on PATH.</summary>
    public string BinDirectory => Path.Combine(folder, "bin");

    public string Executable => Path.Combine(BinDirectory, "smolvm");

    /// <summary>Where it keeps its machines.</summary>
    public string Home => Path.Combine(folder, "home");

    /// <summary>What goes wrong from the next call on.</summary>
    public string Faults
    {
        get => File.ReadAllText(FaultFile).TrimEnd('\n');
        set => File.WriteAllText(FaultFile, value + "\n");
    }

    /// <summary>The argument lists that it was called with, without the executable, in the order of the calls.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Calls =>
        File.Exists(CallFile) ? [.. File.ReadLines(CallFile).Select(Argv)] : [];

    /// <summary>The processes of its machines that live, those included that the CLI has forgotten.</summary>
    public IReadOnlyList<int> LivingMachines =>
    [
        .. Started.Where(started => ProcessStat.OfLiving(started.Pid)?.StartTime == started.StartTime).Select(started => started.Pid),
    ];

    public void Dispose()
    {
        foreach (var pid in LivingMachines)
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        Directory.Delete(folder, recursive: true);
    }

    string FaultFile => Path.Combine(folder, "faults");

    string CallFile => Path.Combine(Home, "calls.jsonl");

    // The executable must find the framework in an environment that says nothing.
    static string DotnetRoot => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    IEnumerable<(int Pid, long StartTime)> Started
    {
        get
        {
            var processes = Path.Combine(Home, "processes");
            return Directory.Exists(processes)
                ? Directory.EnumerateFiles(processes).Select(file => Path.GetFileName(file).Split('.')).Select(parts => (
                    int.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture)))
                : [];
        }
    }

    static IReadOnlyList<string> Argv(string line)
    {
        using var call = JsonDocument.Parse(line);
        return [.. call.RootElement.GetProperty("argv").EnumerateArray().Select(argument => argument.GetString()!)];
    }
}
