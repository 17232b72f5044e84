using SmolVM.Images;

namespace SmolVM.Tests.Images;

public sealed class ImageRecordTests : IDisposable
{
    readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Names_are_kept_and_paths_are_whole()
    {
        Assert.Equal(new ImageRecord("base", "base"), ImageRecord.Of("base", new ImageSource.Base()));
        Assert.Equal(new ImageRecord("/a/root", "directory"), ImageRecord.Of("../root", new ImageSource.RootDirectory("/a/root")));
        Assert.Equal(new ImageRecord("/a/b.smolmachine", "pack"), ImageRecord.Of("b.smolmachine", new ImageSource.Pack("/a/b.smolmachine")));
    }

    [Fact]
    public void The_last_name_counts()
    {
        new ImageRecord("/a", "directory").Write(folder.Path);
        new ImageRecord("/b", "directory").Write(folder.Path);

        Assert.Equal(new ImageRecord("/b", "directory"), ImageRecord.Read(folder.Path));
        Assert.Equal(["image.json"], folder.Entries);
    }

    [Fact]
    public void One_that_an_older_version_made_has_none() => Assert.Null(ImageRecord.Read(folder.Path));
}
