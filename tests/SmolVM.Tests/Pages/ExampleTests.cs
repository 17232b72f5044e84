using Xunit.Sdk;

namespace SmolVM.Tests.Pages;

public sealed class ExampleTests
{
    const string Source = "class A\n{\n    // example: one\n    if (x)\n\n        Do();\n    // end of example\n}\n";

    [Theory]
    [InlineData("a.cs#one", "if (x)\n\n    Do();\n")]
    [InlineData("a.cs", Source)]
    public void The_lines_of_an_example_are_moved_to_the_left(string source, string expected) =>
        Assert.Equal(expected, Example.Read(source, _ => Source));

    [Fact]
    public void A_comment_of_XML_may_name_one_too() =>
        Assert.Equal("<A />\n", Example.Read("a#x", _ => "<P>\n  <!-- example: x -->\n  <A />\n  <!-- end of example -->\n</P>"));

    [Theory]
    [InlineData("a.cs#two", Source)]
    [InlineData("a.cs#one", "// example: one\nDo();\n")]
    [InlineData("a.cs#one", "// example: one\n// end of example\n")]
    public void An_example_that_is_not_there_or_has_no_end_or_no_line_fails(string source, string text) =>
        Assert.ThrowsAny<XunitException>(() => Example.Read(source, _ => text));
}
