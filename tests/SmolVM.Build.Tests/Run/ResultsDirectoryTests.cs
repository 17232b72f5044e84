using SmolVM.Mounts;
using SmolVM.Run;

namespace SmolVM.Build.Tests.Run;

/// <summary>The directory that a test program in a guest writes its results to.</summary>
public sealed class ResultsDirectoryTests : IDisposable
{
    readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_is_made_and_mounted_writable_at_its_own_path()
    {
        using var results = ResultsDirectory.Make(folder["a/results"]);

        Assert.Equal([new WorkspaceMount(folder["a/results"], folder["a/results"], writable: true)], results.AddTo([]));
    }

    [Fact]
    public void A_mount_at_its_path_gives_way_unless_it_is_writable()
    {
        using var results = ResultsDirectory.Make(folder["results"]);
        WorkspaceMount[] overlay = [new(folder.Make("other"), folder["results"])];
        WorkspaceMount[] writable = [new(folder.Make("other"), folder["results"], writable: true)];

        Assert.Equal([new WorkspaceMount(folder["results"], folder["results"], writable: true)], results.AddTo(overlay));
        Assert.Equal(writable, results.AddTo(writable));
    }

    [Fact]
    public void An_empty_one_is_removed_if_it_was_made_for_this()
    {
        folder.Make("before");
        ResultsDirectory.Make(folder["before"]).Dispose();
        ResultsDirectory.Make(folder["empty"]).Dispose();
        using (ResultsDirectory.Make(folder["full"]))
            folder.Write("full/report", "x");

        Assert.Equal(["before", "full"], folder.Entries);
    }
}
