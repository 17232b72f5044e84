using SmolVM.Smolvm;

namespace SmolVM.Tests.Smolvm;

public sealed class SmolvmVersionTests
{
    [Theory]
    [InlineData("smolvm 1.9.3\n", "1.9.3")]
    [InlineData("smolvm 0.8.0\r\n", "0.8.0")]
    [InlineData("smolvm 1.22.1", "1.22.1")]
    public void The_line_of_the_program_is_read(string output, string version) =>
        Assert.Equal(SmolvmVersion.Parse(version), SmolvmVersion.ParseOutput(output));

    [Theory]
    [InlineData("")]
    [InlineData("smolvm 1.9\n")]
    [InlineData("smolvm 1.9.3-beta\n")]
    [InlineData("SmolVM 1.9.3\n")]
    [InlineData("dotnet-smolvm 0.1.0\n")]
    [InlineData("smolvm 1.9.3\nand more\n")]
    [InlineData("smolvm 99999999999.0.0\n")]
    public void Another_text_is_no_version(string output) => Assert.Null(SmolvmVersion.ParseOutput(output));

    [Fact]
    public void Versions_are_compared_as_numbers() => Assert.True(SmolvmVersion.Parse("1.6.13") > SmolvmVersion.Parse("1.6.4"));
}
