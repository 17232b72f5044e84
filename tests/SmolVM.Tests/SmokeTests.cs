using SmolVM.Mounts;

namespace SmolVM.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Resolved_tag_counts_from_the_index() =>
        Assert.Equal("workspace3", new WorkspaceMount(Path.GetTempPath()).ResolvedTag(3));
}
