namespace SmolVM.Tests.Pages;

/// <summary>The pages show what tests run, and their links lead somewhere.</summary>
public sealed class PageTests
{
    // What is run by a test: its own files, samples, and what tests start or build.
    static readonly string[] Run = ["tests/", "samples/", "docs/ci/", "src/SmolVM.Templates/content/", "demo.sh"];

    // In these a reader copies what stands there.
    static readonly string[] Copied = ["csharp", "xml", "json", "sh", "console", "yaml"];

    public static TheoryData<string> All => [.. Page.Names];

    public static TheoryData<string> OfPackages => [.. Page.OfPackages];

    [Theory]
    [MemberData(nameof(All))]
    public void An_example_is_what_stands_in_its_file(string name) => Assert.All(
        Page.Read(name).Blocks.Where(block => block.Source is not null),
        block =>
        {
            Assert.True(Run.Any(folder => block.Source!.StartsWith(folder, StringComparison.Ordinal)), $"No test runs '{block.Source}'.");
            Assert.Equal(Example.Read(block.Source!, file => File.ReadAllText(Path.Combine(Page.Root, file))), block.Text);
        });

    [Theory]
    [MemberData(nameof(All))]
    public void Every_example_is_of_a_file(string name) => Assert.DoesNotContain(
        Page.Read(name).Blocks, block => block.Source is null && Copied.Contains(block.Language));

    // On a package's page the marks of files would be seen.
    [Theory]
    [MemberData(nameof(OfPackages))]
    public void The_page_of_a_package_has_examples_of_the_others(string name) => Assert.All(
        Page.Read(name).Blocks.Where(block => Copied.Contains(block.Language)),
        block => Assert.Contains(
            Page.Names.SelectMany(page => Page.Read(page).Blocks), shown => shown.Text.Contains(block.Text, StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(All))]
    public void Links_lead_to_files_and_headings(string name) => Assert.All(Page.Read(name).Links, link =>
    {
        var (path, anchor) = link.Split('#') is [var before, var after] ? (before, after) : (link, null);
        var folder = Path.GetDirectoryName(Path.Combine(Page.Root, name))!;
        var target = path.Length == 0 ? name : Path.GetRelativePath(Page.Root, Path.GetFullPath(path, folder));
        Assert.True(Path.Exists(Path.Combine(Page.Root, target)), $"'{link}' leads to nothing.");
        if (anchor is not null)
            Assert.Contains(anchor, Page.Read(target).Anchors);
    });

    [Fact]
    public void Every_page_is_in_the_index()
    {
        var index = Page.Read("docs/README.md").Links.Select(link => $"docs/{link}").ToList();

        // Errors have an index of their own.
        var pages = Page.Names.Where(name => Path.GetDirectoryName(name) == "docs" && name != "docs/README.md");

        Assert.All(pages, name => Assert.Contains(name, index));
    }
}
