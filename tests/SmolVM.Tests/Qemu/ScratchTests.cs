using SmolVM.Errors;
using SmolVM.Images;
using SmolVM.Qemu;

namespace SmolVM.Tests.Qemu;

public sealed class ScratchTests : IDisposable
{
    readonly TemporaryDirectory folder = new();

    Scratch Scratch => new(new SmolCache(folder.Path));

    string[] Left => [.. Directory.GetFiles(Path.Combine(folder.Path, "scratch")).Select(path => Path.GetFileName(path)).Order()];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_that_is_in_use_is_not_swept_and_disposing_leaves_nothing()
    {
        using (var file = Scratch.NewFile(".layer", 0, "A test"))
        {
            File.WriteAllText(file.Path, "large");
            File.SetLastWriteTimeUtc(file.Path, DateTime.UtcNow - TimeSpan.FromDays(2));

            Scratch.Sweep();

            Assert.True(File.Exists(file.Path));
        }
        Assert.Empty(Left);
    }

    [Fact]
    public void A_file_whose_owner_is_gone_is_swept_at_once()
    {
        using var mine = Scratch.NewFile(".layer", 0, "A test");
        var left = Path.Combine(Path.GetDirectoryName(mine.Path)!, "left.layer");
        File.WriteAllText(left, "large");
        File.WriteAllText(left + ".lock", "");

        Scratch.Sweep();

        Assert.Equal([Path.GetFileName(mine.Path) + ".lock"], Left);
    }

    [Fact]
    public void What_does_not_fit_is_refused_before_it_is_begun()
    {
        var full = new Scratch(new SmolCache(folder.Path, _ => 1 << 20));

        var refusal = Assert.Throws<SmolVmException>(() => full.NewFile(".layer", 2 << 20, "Packing a machine"));

        Assert.Equal(ErrorCodes.NoSpace, refusal.Code);
        Assert.Contains("Packing a machine needs 2 MiB", refusal.Message, StringComparison.Ordinal);
    }
}
