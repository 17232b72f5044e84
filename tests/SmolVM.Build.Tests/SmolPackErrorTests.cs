using SmolVM.Build.Tests.Infra;
using SmolVM.Errors;

namespace SmolVM.Build.Tests;

public sealed class SmolPackErrorTests
{
    readonly BuildEngineFake engine = new();

    [Fact]
    public void An_error_has_code_file_and_link()
    {
        using var task = Tasks.Pack(engine);
        task.Net = "perhaps";

        Assert.False(task.Execute());

        var error = Assert.Single(engine.Errors);
        Assert.Equal(ErrorCodes.Option, error.Code);
        Assert.Equal(Tasks.ProjectFile, error.File);
        Assert.Equal("https://example.org/errors/SMOL0040.md", error.HelpLink);
        Assert.Equal("SmolNet has the value 'perhaps', which cannot be used. Set it to true or false.", error.Message);
    }

    [Fact]
    public void A_directory_of_error_pages_becomes_a_link() =>
        Assert.Equal("file:///opt/a%20b/errors/SMOL0022.md", ErrorPage.Link("/opt/a b/errors/", ErrorCodes.Provision));

    [Fact]
    public void No_pages_no_link() => Assert.Null(ErrorPage.Link("", ErrorCodes.Provision));

    [Fact]
    public void Cancelled_before_it_begins_it_says_so_without_error_or_warning()
    {
        using var task = Tasks.Pack(engine);
        task.Cancel();

        Assert.False(task.Execute());

        Assert.Empty(engine.Errors);
        Assert.Empty(engine.Warnings);
        Assert.Contains("SmolPack was cancelled: the machine is gone and no pack was written.", engine.Messages.Select(e => e.Message));
    }

    [Fact]
    public void Every_code_has_a_page()
    {
        var codes = typeof(ErrorCodes).GetFields().Select(field => (string)field.GetValue(null)!);

        var without = codes.Where(code => !File.Exists(Repository.Path($"docs/errors/{code}.md")));

        Assert.Empty(without);
    }
}
