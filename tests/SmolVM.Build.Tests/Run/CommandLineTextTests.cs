namespace SmolVM.Build.Tests.Run;

/// <summary>MSBuild knows command lines only as one text; .NET splits it again when it starts the program.</summary>
public sealed class CommandLineTextTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("it's")]
    [InlineData("a \"quoted\" word")]
    [InlineData("\"")]
    [InlineData(@"back\slash")]
    [InlineData(@"ends with \")]
    [InlineData(@"ends with \\")]
    [InlineData(@"before a quote \"" and \\"" two")]
    [InlineData("$HOME `id` ; * ? % ü")]
    [InlineData("a\nline\tand a tab")]
    public async Task An_argument_arrives_as_it_is(string argument)
    {
        var start = new System.Diagnostics.ProcessStartInfo("printf", CommandLineText.Of(["<%s>", argument, "next"]))
        {
            RedirectStandardOutput = true,
        };

        using var process = System.Diagnostics.Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal($"<{argument}><next>", output);
    }
}
