#if !USE_VERIFY
using SmolVM.Tests.Snapshots;
using Xunit.Sdk;

namespace SmolVM.Tests.Conventions;

public sealed class SnapshotTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("smolvm-test-").FullName;

    string Source => Path.Combine(folder, "Some.cs");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_text_without_a_snapshot_fails_and_is_received_and_never_accepted()
    {
        await Assert.ThrowsAnyAsync<XunitException>(() => Verifier.Verify("one\ntwo", Source));

        Assert.Equal(
            [$"{nameof(SnapshotTests)}.{nameof(A_text_without_a_snapshot_fails_and_is_received_and_never_accepted)}.received.txt"],
            Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_mismatch_fails_with_the_lines_that_differ()
    {
        await File.WriteAllTextAsync(Snapshot("verified"), "one\ntwo", TestContext.Current.CancellationToken);

        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => Verifier.Verify("one\nthree", Source));

        Assert.Contains("at line 2", failure.Message, StringComparison.Ordinal);
        Assert.Contains("- two", failure.Message, StringComparison.Ordinal);
        Assert.Contains("+ three", failure.Message, StringComparison.Ordinal);
        Assert.Equal("one\ntwo", await File.ReadAllTextAsync(Snapshot("verified"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_match_passes_and_removes_what_was_received_before()
    {
        await File.WriteAllTextAsync(Snapshot("verified"), "same", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Snapshot("received"), "other", TestContext.Current.CancellationToken);

        await Verifier.Verify("same", Source);

        Assert.False(File.Exists(Snapshot("received")));
    }

    [Fact]
    public async Task A_received_file_has_a_byte_order_mark_and_no_final_newline()
    {
        await Assert.ThrowsAnyAsync<XunitException>(() => Verifier.Verify("a\r\nb", Source));

        Assert.Equal([0xEF, 0xBB, 0xBF, (byte)'a', (byte)'\n', (byte)'b'], await File.ReadAllBytesAsync(Snapshot("received"), TestContext.Current.CancellationToken));
    }

    string Snapshot(string kind) => Path.Combine(folder, SnapshotName.Of(TestContext.Current) + $".{kind}.txt");
}
#endif
