using SmolVM.Errors;
using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.MachineTests;

/// <summary>What is prepared once is kept, until something changes that it is made of.</summary>
public sealed class PreparedStateTests : IDisposable
{
    readonly TemporaryDirectory folder = new();
    readonly Said said = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 240_000)]
    public async Task The_commands_run_once_and_again_when_a_mounted_file_changes()
    {
        folder.Make("templates");
        var input = folder.Write("tree/input", "one");
        var state = PreparedState.Of(
            new MachineOptions { Mounts = [new WorkspaceMount(folder["tree"])] },
            "cat /workspace/input > /root/input", "head -c 16 /dev/urandom | base64 > /root/made");

        var first = await MadeAsync(state);
        var again = await MadeAsync(state);
        File.SetLastWriteTimeUtc(input, DateTime.UtcNow.AddMinutes(1));
        await File.WriteAllTextAsync(input, "two", Token);
        var changed = await MadeAsync(state);

        Assert.StartsWith("one", first, StringComparison.Ordinal);
        Assert.Equal(first, again);
        Assert.StartsWith("two", changed, StringComparison.Ordinal);
        Assert.Equal(2, said.Lines.Count(line => line.StartsWith("Preparing the state 'prepared'", StringComparison.Ordinal)));
        Assert.Empty(said.Warnings);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_command_that_fails_is_told_and_nothing_is_kept()
    {
        folder.Make("templates");
        // A shape of its own: one that the cache has a template of would not be made.
        var state = PreparedState.Of(new MachineOptions { MemoryMiB = 209 }, "echo before; exit 3") with { Name = "broken" };

        var failure = await Assert.ThrowsAsync<PreparationException>(() => MadeAsync(state));

        Assert.Equal(ErrorCodes.Provision, failure.Code);
        Assert.StartsWith("The state 'broken' could not be prepared, and nothing of it was kept: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 3", failure.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(folder["templates"]));
    }

    [Fact(Timeout = 180_000)]
    public async Task With_templates_off_the_commands_run_at_each_start()
    {
        var state = PreparedState.Of(new MachineOptions(), "echo made > /root/made");

        await using var machine = await Engine.Cold.StartAsync(state, "cold-state", said, Token);

        Assert.Equal("made\n", (await machine.ExecAsync("cat /root/made", Token)).StandardOutput);
        Assert.Equal("cold-state", machine.Name);
    }

    async Task<string> MadeAsync(PreparedState state)
    {
        await using var machine = await Engine.WithTemplatesIn(folder["templates"]).StartAsync(state, null, said, Token);
        return (await machine.ExecAsync("cat /root/input /root/made", Token)).StandardOutput;
    }
}
