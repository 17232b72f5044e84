using SmolVM.Images;

namespace SmolVM.Tests.Images;

public sealed class TreeListingTests
{
    const string Root = "4096 d 755 0 0 1700000000.5 \0\0";
    const string File = "5 f 644 0 0 1700000000.5 a\nb\0\0";
    const string Link = "7 l 777 0 0 1700000000.5 link\0etc/top\0";

    [Fact]
    public void Only_files_have_a_size() => Assert.Equal(5, TreeListing.Parse(Root + File + Link).Size);

    [Fact]
    public void The_order_in_which_they_are_found_does_not_matter() =>
        Assert.Equal(TreeListing.Parse(Root + File + Link).Hash, TreeListing.Parse(Link + Root + File).Hash);

    [Theory]
    [InlineData("5 f 644", "6 f 644")]
    [InlineData("5 f 644", "5 f 755")]
    [InlineData("644 0 0", "644 1 0")]
    [InlineData("644 0 0", "644 0 1")]
    [InlineData("00.5 a", "00.6 a")]
    [InlineData(" a\nb", " a\nc")]
    [InlineData("etc/top", "etc/tip")]
    [InlineData("7 l 777", "7 p 777")]
    public void Whatever_is_known_of_a_file_counts(string before, string after) =>
        Assert.NotEqual(TreeListing.Parse(Root + File + Link).Hash, TreeListing.Parse((Root + File + Link).Replace(before, after)).Hash);
}
