using SmolVM.Machines;

namespace SmolVM.MachineTests.Examples;

/// <summary>What the pages show does what they say.</summary>
public sealed class ExampleTests : IAsyncDisposable
{
    const int Limit = 300_000;

    readonly TemporaryDirectory folder = new();
    readonly string name = $"example-{Guid.NewGuid():N}"[..20];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await MachineEngines.Stored().DeleteAsync(name);
        await MachineEngines.Stored().DeleteAsync($"{name}-2");
        folder.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task The_library_shows_the_kernel_of_a_machine_and_the_directory_that_is_mounted()
    {
        var there = Directory.EnumerateFileSystemEntries(".").Select(Path.GetFileName).First(name => name![0] != '.')!;

        var output = await LibraryExample.RunAsync().WaitAsync(Token);

        Assert.Matches(@"^[0-9]+\.[0-9]+\.", output);
        Assert.Contains(there, output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Clones_begin_with_what_was_prepared_and_none_sees_another()
    {
        var states = await CloneExamples.CloneAsync(await Engine.GetAsync(Token)).WaitAsync(Token);

        Assert.Equal(Enumerable.Repeat("prepared\nseen\n", 4), states);
    }

    [Fact(Timeout = Limit)]
    public async Task A_prepared_state_has_what_its_commands_made()
    {
        folder.Make("templates");
        Script("db/install.sh", "echo installed > /root/database");
        Script("db/fill.sh", "echo filled >> /root/database");

        var made = await CloneExamples.PreparedAsync(Engine.WithTemplatesIn(folder["templates"]), folder["db"]).WaitAsync(Token);

        Assert.Equal("installed\nfilled\n", made);
    }

    [Fact(Timeout = Limit)]
    public async Task A_pool_hands_out_a_machine()
    {
        var options = new MachineOptions { MemoryMiB = 256 };

        Assert.NotEmpty(await CloneExamples.PoolAsync(await Engine.GetAsync(Token), options).WaitAsync(Token));
    }

    [Fact(Timeout = Limit)]
    public async Task A_machine_with_a_name_is_found_again_and_forked()
    {
        folder.Write("build.sh", "echo first >> /root/built");

        var (first, second) = await StoredExamples.RunAsync(name, folder.Path).WaitAsync(Token);

        Assert.Equal(("first\nedited\n", "first\nedited\nedited\n"), (first, second));
        Assert.Null(await MachineEngines.Stored().FindAsync(name, Token));
    }

    void Script(string path, string line) =>
        File.SetUnixFileMode(folder.Write(path, $"#!/bin/sh\n{line}\n"), (UnixFileMode)0b111_101_101);
}
