using SmolVM.Tool.Tests.Terminals;

namespace SmolVM.Tool.Tests.Machines;

/// <summary>A machine is deleted by who means it.</summary>
public sealed class DeleteTests : IAsyncDisposable
{
    const int Limit = 300_000;

    readonly string name = $"delete-{Guid.NewGuid():N}"[..20];

    string[] Delete => ["machine", "delete", "--name", name];

    string Question => $"Delete the machine '{name}' and its disk? [y/N]\n";

    public async ValueTask DisposeAsync() => await MachineEngines.Stored("qemu").DeleteAsync(name);

    [Theory(Timeout = Limit)]
    [InlineData("n\n")]
    [InlineData("\n")]
    [InlineData("yesterday\n")]
    [InlineData(null)]
    public async Task An_answer_that_is_no_yes_and_none_at_all_keep_the_machine(string? answer)
    {
        await CreateAsync();

        var said = await ToolProcess.RunAsync(Delete, answer);

        Assert.Equal(new Said(0, "Cancelled\n", Question), said);
        Assert.True(await IsThereAsync());
    }

    [Theory(Timeout = Limit)]
    [InlineData("y\n")]
    [InlineData(" YES \n")]
    [InlineData("y")]
    public async Task A_yes_removes_it(string answer)
    {
        await CreateAsync();

        var said = await ToolProcess.RunAsync(Delete, answer);

        Assert.Equal(new Said(0, $"Deleted machine: {name}\n", Question), said);
        Assert.False(await IsThereAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task Nobody_is_asked_about_a_machine_that_is_not_there()
    {
        var said = await ToolProcess.RunAsync(Delete, "y\n");

        Assert.Equal(new Said(1, "", $"Error: machine '{name}' not found. 'machine ls' shows those that there are. (SMOL0025)\n"), said);
    }

    [Theory(Timeout = Limit)]
    [InlineData("n\r", "Cancelled\r\n", 0, true)]
    [InlineData("y\r", "Deleted machine: ", 0, false)]
    [InlineData(Typist.CtrlC, "", 130, true)]
    public async Task Somebody_at_a_terminal_is_asked(string keys, string answer, int code, bool isThere)
    {
        await CreateAsync();
        await using var typist = Typist.Start(Delete);

        await typist.SeeAsync($"'{name}' and its disk? [y/N]");
        await typist.TypeAsync(keys);
        await typist.SeeAsync(answer);

        Assert.Equal((code, isThere), (await typist.EndAsync(), await IsThereAsync()));
    }

    async Task CreateAsync() => (await ToolProcess.RunAsync("machine", "create", "--name", name)).Succeeded();

    async Task<bool> IsThereAsync() => await MachineEngines.Stored("qemu").FindAsync(name) is not null;
}
