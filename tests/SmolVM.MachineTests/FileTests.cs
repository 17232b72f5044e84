using System.Security.Cryptography;
using System.Text;
using SmolVM.Machines;

namespace SmolVM.MachineTests;

public sealed class FileTests(SharedMachine shared) : IDisposable
{
    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    Machine Machine => shared.Machine;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task A_tree_goes_in_and_out_with_modes_links_and_odd_names()
    {
        SampleTree.Create(folder["tree"]);

        await Machine.CopyInAsync(folder["tree"], "/root/copied/here", Token);
        await Machine.CopyOutAsync("/root/copied/here", folder["back"], Token);

        Assert.Equal(Describe(folder["tree"]), Describe(folder["back"]));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_large_file_arrives_whole_both_ways()
    {
        var bytes = RandomNumberGenerator.GetBytes(20 << 20);
        await File.WriteAllBytesAsync(folder["big"], bytes, Token);

        await Machine.CopyInAsync(folder["big"], "/root/big", Token);
        var hash = await Machine.ExecAsync("sha256sum /root/big | cut -d' ' -f1", Token);
        await Machine.CopyOutAsync("/root/big", folder["big-again"], Token);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), hash.StandardOutput.Trim());
        Assert.Equal(bytes, await File.ReadAllBytesAsync(folder["big-again"], Token));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_is_written_and_read_with_its_parents_made()
    {
        var content = Encoding.UTF8.GetBytes("über\0binary\n");

        await Machine.WriteFileAsync("/root/new/parents/with 'quotes'", content, Token);

        Assert.Equal(content, await Machine.ReadFileAsync("/root/new/parents/with 'quotes'", Token));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_missing_file_is_named()
    {
        var failure = await Assert.ThrowsAnyAsync<Errors.SmolVmException>(() => Machine.ReadFileAsync("/root/none", Token));

        Assert.Contains("/root/none", failure.Message, StringComparison.Ordinal);
    }

    static string[] Describe(string path) =>
    [
        .. new DirectoryInfo(path).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Select(e => $"{Path.GetRelativePath(path, e.FullName)} {e.UnixFileMode} {e.LinkTarget} {(e as FileInfo)?.Length}")
            .Order(StringComparer.Ordinal),
    ];
}
