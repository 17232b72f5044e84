using SmolVM.Mounts;
using SmolVM.Run;

namespace SmolVM.Build.Tests.Run;

/// <summary>Where a program starts in the guest.</summary>
public sealed class GuestDirectoryTests : IDisposable
{
    readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("project", "/p")]
    [InlineData("project/a b/c", "/p/a b/c")]
    [InlineData("project/bin", "/bins")]
    [InlineData("project/bin/Debug", "/bins/Debug")]
    [InlineData("project2", null)]
    [InlineData("", null)]
    public void It_is_the_place_of_the_directory_in_the_innermost_mount(string directory, string? inGuest)
    {
        WorkspaceMount[] mounts = [new(folder.Make("project"), "/p"), new(folder.Make("project/bin"), "/bins")];

        Assert.Equal(inGuest, GuestDirectory.Of(Path.Combine(folder.Path, directory), mounts));
    }
}
