using SmolVM.Errors;
using SmolVM.Tool.Arguments;
using SmolVM.Tool.Machines;

namespace SmolVM.Tool.Tests.Arguments;

public sealed class ValueTests
{
    [Theory]
    [InlineData("30s", 30)]
    [InlineData("5m", 300)]
    [InlineData("1h30m", 5400)]
    [InlineData("1500ms", 1.5)]
    public void A_time_has_its_unit(string text, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Duration.Parse(text));

    [Theory]
    [InlineData("90")]
    [InlineData("0s")]
    [InlineData("")]
    [InlineData("-5s")]
    [InlineData("25h")]
    public void A_time_without_a_unit_or_without_a_length_is_none(string text) => Assert.Null(Duration.Parse(text));

    [Theory]
    [InlineData("8080:80", 8080, 80)]
    [InlineData("443", 443, 443)]
    public void A_port_is_two_numbers_or_one_for_both(string text, int host, int guest) =>
        Assert.Equal(new PortPair(host, guest), Ports.Parse(text));

    [Theory]
    [InlineData("0")]
    [InlineData("65536:1")]
    [InlineData("1:2:3")]
    [InlineData("http")]
    public void A_port_is_from_1_to_65535(string text) => Assert.Null(Ports.Parse(text));

    [Fact]
    public void A_variable_without_a_value_is_the_hosts_where_it_has_one()
    {
        var read = Variables.Read(["A=1", "A=2=3", "OF_HOST", "NOWHERE"], name => name == "OF_HOST" ? "there" : null);

        Assert.Equal(new Dictionary<string, string> { ["A"] = "2=3", ["OF_HOST"] = "there" }, read);
        Assert.Throws<SmolVmException>(() => Variables.Read(["=x"]));
    }

    [Theory]
    [InlineData("dev:/etc/hosts", "dev", "/etc/hosts")]
    [InlineData("dev:tmp/file", "dev", "/tmp/file")]
    public void What_is_before_the_first_colon_is_a_machine(string text, string machine, string path)
    {
        var end = CopyEnd.Parse(text);

        Assert.Equal((machine, path), (end.Machine, end.GuestPath));
    }

    [Theory]
    [InlineData("dev:/opt/../etc/shadow")]
    [InlineData("dev:./file")]
    [InlineData("dev:")]
    public void A_guests_path_with_dots_or_without_a_name_is_refused(string text) =>
        Assert.Throws<SmolVmException>(() => CopyEnd.Parse(text).GuestPath);
}
