using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Processes;

namespace SmolVM.Smolvm.Tests;

/// <summary>The life of one machine with the real program, where SMOLVM_REAL_CLI names one. No part of <c>./test.sh</c>.</summary>
[Trait("Category", "RealCli")]
public sealed class RealProgramTests
{
    static string? Program => Environment.GetEnvironmentVariable("SMOLVM_REAL_CLI");

    [Fact(Timeout = 1_800_000)]
    public async Task A_machine_is_made_used_packed_and_deleted()
    {
        Assert.SkipUnless(Program is { Length: > 0 }, "SMOLVM_REAL_CLI names no smolvm.");
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TemporaryDirectory();
        folder.Write("file", "text");
        var settings = SmolvmSettings.FromEnvironment() with { Cli = Program };
        var found = await SmolvmProgram.FindAsync(new CommandRunner(), settings, cancellationToken);
        var cli = new SmolvmCli(new CommandRunner(), found, settings);
        var engine = new SmolvmEngine(new CommandRunner(), settings, SmolCache.Open, TimeProvider.System);
        Assert.True((await engine.ProbeAsync(null, cancellationToken)).Usable);

        await using (var machine = await engine.StartAsync(new MachineOptions { Network = true, ForPack = true }, null, cancellationToken))
        {
            Assert.Equal("hello\n", (await machine.ExecAsync("echo hello", cancellationToken)).EnsureSuccess().StandardOutput);
            await machine.CopyInAsync(folder["file"], "/srv/file", cancellationToken);
            Assert.Equal("text", (await machine.ExecAsync("cat /srv/file", cancellationToken)).EnsureSuccess().StandardOutput);
            var copy = new MachineCopy(((SmolvmMachine)machine.Backend).Name, folder["file"], "/srv/copy").Argv(cli.Version);
            await cli.RunAsync(copy, SmolvmCall.Short, cancellationToken);
            Assert.Equal("text", (await machine.ExecAsync("cat /srv/copy", cancellationToken)).EnsureSuccess().StandardOutput);
            await machine.PackAsync(folder["app.smolmachine"], cancellationToken);
        }

        Assert.DoesNotContain(await cli.ListAsync(cancellationToken), left => SmolvmOwner.RunIdOf(left.Name) is not null);
    }
}
