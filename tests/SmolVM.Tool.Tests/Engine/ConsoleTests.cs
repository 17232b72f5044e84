using SmolVM.Machines;
using SmolVM.Smolvm.Tests;

namespace SmolVM.Tool.Tests.Engine;

public sealed class ConsoleTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Trait("Category", "Stress")]
    [Fact(Timeout = EngineOverTool.Timeout)]
    public async Task The_engine_finds_the_guests_console_where_the_program_would_keep_it()
    {
        await using var host = new EngineOverTool(EngineOverTool.Newest);
        await using var machine = await host.StartAsync(new MachineOptions { Network = true });

        (await machine.ExecAsync("echo words of the guest > /dev/console", Token)).EnsureSuccess();

        // Written by QEMU to a file; nothing tells it but a look.
        while (!machine.ConsoleText.Contains("words of the guest", StringComparison.Ordinal))
            await Task.Delay(50, Token);
    }
}
