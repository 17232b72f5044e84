using SmolVM.Errors;
using SmolVM.Images;
using SmolVM.Processes;
using SmolVM.Qemu;

namespace SmolVM.Tests.Qemu;

public sealed class UpperDiskTests : IDisposable
{
    readonly string cache = Directory.CreateTempSubdirectory("smolvm-test-").FullName;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(cache, recursive: true);

    [Fact]
    public Task How_it_is_formatted() => Verify(string.Join('\n', UpperDisk.FormatArgv("/scratch/a.ext4")));

    [Fact]
    public Task How_one_that_is_kept_is_formatted() => Verify(string.Join('\n', UpperDisk.KeptFormatArgv("/machines/a/disk.ext4")));

    [Fact]
    public Task How_one_is_laid_over_that_of_a_template() =>
        Verify(string.Join('\n', UpperDisk.OverlayArgv(DiskFile.Raw("/dev/shm/t 1/disk"), "/scratch/a.qcow2")));

    [Fact]
    public Task How_one_without_a_file_system_is_made() => Verify(string.Join('\n', UpperDisk.EmptyArgv("/scratch/a.qcow2", 16384)));

    [Fact(Timeout = 60_000)]
    public async Task It_is_sparse_and_gone_when_it_is_disposed()
    {
        var disk = await UpperDisk.CreateAsync(new CommandRunner(), new Scratch(new SmolCache(cache)), 16384, Token);

        var blocks = await new CommandRunner().RunAsync(new Command("stat", "-c", "%s %b", disk.File.Path), Token);
        var (size, kept) = (long.Parse(blocks.StandardOutput.Split(' ')[0]), 512 * long.Parse(blocks.StandardOutput.Split(' ')[1]));
        disk.Dispose();

        Assert.Equal(16384L << 20, size);
        Assert.InRange(kept, 1, 64 << 20);
        Assert.False(File.Exists(disk.File.Path));
    }

    [Fact]
    public async Task A_full_file_system_is_refused_with_the_numbers()
    {
        var scratch = new Scratch(new SmolCache(cache, _ => 3 << 20));

        var refusal = await Assert.ThrowsAsync<SmolVmException>(() => UpperDisk.CreateAsync(new CommandRunner(), scratch, 1024, Token));

        Assert.Equal(ErrorCodes.NoSpace, refusal.Code);
        Assert.Contains("256 MiB", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("3 MiB are free", refusal.Message, StringComparison.Ordinal);
    }
}
