
namespace SmolVM.Tests.Contract;

public sealed class AcceptedCallTests
{
    static readonly Version Version = new(1, 0, 1);

    static AcceptedCall Parse(params string[] arguments) => Assert.IsType<AcceptedCall>(ContractParser.Parse(Version, arguments));

    [Fact]
    public void Aliases_are_resolved() =>
        Assert.Equal(["machine delete", "machine ls"], new[] { Parse("vm", "rm", "-f", "n").Command, Parse("machine", "list").Command });

    [Theory]
    [InlineData("machine", "create", "a")]
    [InlineData("machine", "start", "-n", "a")]
    public void The_name_is_read_from_both_shapes(params string[] arguments) => Assert.Equal("a", Parse(arguments).MachineName);

    [Theory]
    [InlineData("-e", "K=-v")]
    [InlineData("--env", "K=-v")]
    [InlineData("--env=K=-v")]
    [InlineData("-eK=-v")]
    [InlineData("-e=K=-v")]
    public void A_value_may_be_attached_in_every_form(params string[] form) =>
        Assert.Equal(["K=-v"], Parse(["machine", "exec", .. form, "--", "true"]).Values("--env"));

    [Theory]
    [InlineData("--workdir=-x", "-x")]
    [InlineData("-w-x", "-x")]
    [InlineData("--workdir=", "")]
    public void A_value_that_begins_with_a_dash_is_attached(string token, string value) =>
        Assert.Equal(value, Parse("machine", "exec", token, "--", "true").Value("--workdir"));

    [Fact]
    public void A_lone_dash_is_an_ordinary_value() => Assert.Equal("-", Parse("machine", "exec", "-w", "-", "true").Value("--workdir"));

    [Fact]
    public void Letters_may_stand_together()
    {
        var call = Parse("machine", "exec", "-itw/tmp", "true");

        Assert.Equal(["--interactive", "--tty", "--workdir"], call.Flags.Select(flag => flag.Key));
    }

    [Fact]
    public void The_guest_command_is_taken_as_it_is_with_a_later_double_dash() =>
        Assert.Equal(["sh", "-c", "--name", "--", "x"], Parse("machine", "exec", "--", "sh", "-c", "--name", "--", "x").Rest);

    [Fact]
    public void The_guest_command_begins_at_the_first_token_that_is_no_flag() =>
        Assert.Equal(["echo", "-e", "x"], Parse("machine", "exec", "--name", "n", "echo", "-e", "x").Rest);

    [Fact]
    public void At_1_0_1_create_takes_a_command_after_the_name()
    {
        var call = Parse("machine", "create", "n", "--net", "sleep", "--net");

        Assert.Equal(("n", true), (call.MachineName, call.Has("--net")));
        Assert.Equal(["sleep", "--net"], call.Rest);
    }

    [Fact]
    public void Help_and_version_are_answers_of_their_own()
    {
        Assert.Equal(new HelpAsked("machine create"), ContractParser.Parse(Version, ["machine", "create", "--help"]));
        Assert.Equal(new HelpAsked(""), ContractParser.Parse(Version, ["-h"]));
        Assert.Equal(new VersionAsked(), ContractParser.Parse(Version, ["--version"]));
    }
}
