using System.Text.Json;
using SmolVM.Processes;

namespace SmolVM.Tool.Tests;

/// <summary>The tool as its users run it: a program, with a cache of its own unless a test says otherwise.</summary>
sealed class ToolProgram : IDisposable
{
    // The first use of the cache that all tests share may prepare a kit.
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    readonly TemporaryDirectory folder = new();

    // Not by name: a test may take everything off PATH.
    static string Dotnet => Path.GetFullPath("../../../dotnet", Path.GetDirectoryName(typeof(object).Assembly.Location)!);

    public static IReadOnlyList<string> Argv => [Dotnet, Path.Combine(AppContext.BaseDirectory, "dotnet-smolvm.dll")];

    public Dictionary<string, string?> Environment { get; } = [];

    public ToolProgram() => Environment["SMOLVM_CACHE"] = Cache;

    public string Cache => folder["cache"];

    /// <summary>For a test that starts from the kit and the images that there are.</summary>
    public ToolProgram WithTheSharedCache()
    {
        Environment.Remove("SMOLVM_CACHE");
        return this;
    }

    public string this[string name] => folder[name];

    public string Write(string name, string text) => folder.Write(name, text);

    public Task<CommandResult> RunAsync(params string[] words) => StartAsync([.. Argv, .. words]);

    public Task<CommandResult> StartAsync(IReadOnlyList<string> argv, string? directory = null) =>
        RunToEndAsync(argv, directory, TestContext.Current.CancellationToken);

    /// <summary>Deletes the machines of the cache, which a test that fails leaves running.</summary>
    public async Task DeleteMachinesAsync()
    {
        foreach (var machine in Directory.EnumerateDirectories(Directory.CreateDirectory(Path.Combine(Cache, "machines")).FullName))
            await RunToEndAsync([.. Argv, "machine", "delete", "-f", "--name", Path.GetFileName(machine)], null, CancellationToken.None);
    }

    /// <summary>What an installed tool is: a program of that name on PATH.</summary>
    public void PutOnPath()
    {
        var program = Write("bin/dotnet-smolvm", $"#!/bin/sh\nexec {string.Join(' ', Argv)} \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Environment["PATH"] = $"{Path.GetDirectoryName(program)}:{System.Environment.GetEnvironmentVariable("PATH")}";
    }

    public async Task<JsonElement> JsonAsync(params string[] words)
    {
        var result = await RunAsync(words);
        return JsonDocument.Parse(result.EnsureSuccess().StandardOutput).RootElement;
    }

    public void Dispose() => folder.Dispose();

    Task<CommandResult> RunToEndAsync(IReadOnlyList<string> argv, string? directory, CancellationToken cancellationToken) =>
        new CommandRunner().RunAsync(
            new Command(argv) { Environment = Environment, WorkingDirectory = directory, Timeout = Limit, CaptureLimit = 8 << 20 },
            cancellationToken);
}
