using System.Text.RegularExpressions;

namespace SmolVM.Tests.Pages;

/// <summary>docs/environment.md has every way to set something.</summary>
public sealed partial class EnvironmentPageTests
{
    static readonly string Page = Pages.Page.Read("docs/environment.md").Text;

    [Fact]
    public void Every_variable_that_is_read_is_there() =>
        Assert.All(Names("src", "*.cs", Variable()), name => Assert.Contains($"`{name}`", Page, StringComparison.Ordinal));

    [Fact]
    public void Every_property_of_the_attribute_is_there() => Assert.All(
        Names("src/SmolVM.Xunit", "SmolVmFixtureAttribute.cs", Property()),
        name => Assert.Contains($"`{name}`", Page, StringComparison.Ordinal));

    [Fact]
    public void Every_property_of_a_build_is_there() => Assert.All(
        Names("build", "*", BuildProperty()).Except(["SmolErrorPages", "SmolTasksAssembly"]),
        name => Assert.Contains($"`{name}`", Page, StringComparison.Ordinal));

    static List<string> Names(string folder, string pattern, Regex name)
    {
        var found = Directory.EnumerateFiles(Path.Combine(Pages.Page.Root, folder), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => name.Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Distinct().ToList();
        Assert.NotEmpty(found);
        return found;
    }

    // A whole word, so that the beginning of a name that is put together is none.
    [GeneratedRegex(@"\b(SMOLVM_[A-Z_]*[A-Z])\b")]
    private static partial Regex Variable();

    [GeneratedRegex(@"public \S+ (\w+) \{ get; set; \}")]
    private static partial Regex Property();

    [GeneratedRegex(@"\$\((Smol\w+)\)")]
    private static partial Regex BuildProperty();
}
