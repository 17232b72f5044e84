using System.Text.RegularExpressions;
using SmolVM.Processes;

namespace SmolVM.Build.Tests.Containers;

/// <summary>A registry of a test's own, on a port of loopback that the kernel chooses.</summary>
sealed partial class Registry : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly IRunningCommand program;

    Registry(IRunningCommand program, string address)
    {
        this.program = program;
        Address = address;
    }

    /// <summary>Host and port, as they stand in an image's name.</summary>
    public string Address { get; }

    public static async Task<Registry> StartAsync(TemporaryDirectory folder, CancellationToken cancellationToken)
    {
        var configuration = folder.Write("registry.yml", $"""
            version: 0.1
            log:
              level: info
            storage:
              filesystem:
                rootdirectory: {folder.Make("registry")}
            http:
              addr: 127.0.0.1:0
            """);
        var announced = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var program = new CommandRunner().Start(new Command("docker-registry", "serve", configuration)
        {
            DiesWithParent = true,
            Error = async (stream, token) =>
            {
                using var reader = new StreamReader(stream);
                while (await reader.ReadLineAsync(token) is { } line)
                {
                    if (Listening().Match(line) is { Success: true } said)
                        announced.TrySetResult(said.Groups[1].Value);
                }
                announced.TrySetException(new InvalidOperationException("The registry ended before it listened."));
            },
        });
        try
        {
            return new Registry(program, $"localhost:{await announced.Task.WaitAsync(Patience, cancellationToken)}");
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => program.DisposeAsync();

    [GeneratedRegex(@"listening on 127\.0\.0\.1:(\d+)")]
    private static partial Regex Listening();
}
