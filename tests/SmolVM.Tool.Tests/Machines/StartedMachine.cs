namespace SmolVM.Tool.Tests.Machines;

/// <summary>A machine that the tool made, for the tests of one class: it has a mount, a variable and a port.</summary>
public sealed class StartedMachine : IAsyncLifetime
{
    public string Name { get; } = $"tool-{Guid.NewGuid():N}"[..20];

    public TemporaryDirectory Host { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Host.Write("shared/file", "of the host\n");
        (await ToolProcess.RunAsync("machine", "create", "--name", Name, "--mount", Host["shared"], "-e", "GREETING=hello")).Succeeded();
        var started = await ToolProcess.RunAsync("machine", "start", "--name", Name);
        // Nobody disposes of what was never initialized.
        if (started.ExitCode != 0)
            await DisposeAsync();
        started.Succeeded();
    }

    public async ValueTask DisposeAsync()
    {
        await ToolProcess.RunAsync("machine", "delete", "-f", "--name", Name);
        Host.Dispose();
    }

    internal Task<Said> ExecAsync(params string[] words) => ToolProcess.RunAsync(["machine", "exec", "--name", Name, .. words]);
}
