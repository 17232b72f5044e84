#if !USE_VERIFY
using System.Runtime.CompilerServices;
using System.Text;

namespace SmolVM.Tests.Snapshots;

/// <summary>
/// Verify's call shape, file names and file contents, for a feed that has no Verify: a mismatch writes <c>.received.txt</c> beside
/// the source and fails with both texts; nothing is ever accepted by itself.
/// </summary>
public static class Verifier
{
    public static async Task Verify(string text, [CallerFilePath] string sourceFile = "")
    {
        var name = SnapshotName.Of(TestContext.Current);
        var folder = Path.GetDirectoryName(sourceFile)!;
        var verified = Path.Combine(folder, name + ".verified.txt");
        var received = Path.Combine(folder, name + ".received.txt");
        var actual = text.ReplaceLineEndings("\n");
        var expected = File.Exists(verified) ? (await File.ReadAllTextAsync(verified)).ReplaceLineEndings("\n") : null;
        if (actual == expected)
        {
            File.Delete(received);
            return;
        }
        await File.WriteAllTextAsync(received, actual, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        TestContext.Current.AddAttachment(Path.GetFileName(received), actual);
        Assert.Fail(SnapshotDiff.Describe(Path.GetFileName(verified), expected, actual));
    }
}
#endif
