using System.IO.Pipelines;
using System.Text;
using SmolVM.Qemu;

namespace SmolVM.Tests.Qemu;

public sealed class ConsoleLogTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("smolvm-test-").FullName;
    readonly Pipe guest = new();

    string File => Path.Combine(folder, "console.log");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact(Timeout = 30_000)]
    public async Task What_the_guest_says_is_in_memory_and_in_the_file()
    {
        await using var log = Open();
        await SayAsync("[    0.1] booting ü\n");
        await guest.Writer.CompleteAsync();
        await log.FinishAsync();

        Assert.Equal("[    0.1] booting ü\n", log.Text);
        Assert.Equal("[    0.1] booting ü\n", await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_flood_fills_neither_memory_nor_disk_and_the_last_of_it_is_kept()
    {
        await using var log = Open();
        for (var i = 0; i < 400; i++)
            await SayAsync(new string('x', 64 * 1024));
        await SayAsync("the last words");
        await guest.Writer.CompleteAsync();
        await log.FinishAsync();

        Assert.Equal(ConsoleLog.Kept, log.Text.Length);
        Assert.EndsWith("xthe last words", log.Text, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(File).Length, ConsoleLog.FileLimit, ConsoleLog.FileLimit + (64 * 1024));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_log_that_nobody_ever_writes_to_ends_when_it_is_disposed()
    {
        var log = new ConsoleLog(
            async token =>
            {
                await Task.Delay(Timeout.Infinite, token);
                return Stream.Null;
            },
            File);

        await log.DisposeAsync();

        Assert.Equal("", log.Text);
    }

    ConsoleLog Open() => new(_ => Task.FromResult(guest.Reader.AsStream()), File);

    async Task SayAsync(string text) => await guest.Writer.WriteAsync(Encoding.UTF8.GetBytes(text));
}
