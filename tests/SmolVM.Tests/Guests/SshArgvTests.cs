using SmolVM.Errors;
using SmolVM.Guests;

namespace SmolVM.Tests.Guests;

public sealed class SshArgvTests
{
    static readonly SshState State = new("/tmp/.smolvm-c-1", "1");
    static readonly SshTarget Target = new(2200, "/run/user/1000/m 1/key", "/run/user/1000/m 1/100%/known", "/run/user/1000/m 1/c");

    [Fact]
    public Task Master() => Verify(string.Join('\n', SshArgv.Master(Target, "smolvm-ready-1")));

    [Fact]
    public Task Exec() => Verify(string.Join('\n', SshArgv.Exec(Target, "echo 'a  b'", terminal: false)));

    [Fact]
    public Task Exec_with_a_terminal() => Verify(string.Join('\n', SshArgv.Exec(Target, "top", terminal: true)));

    [Fact]
    public Task Login() => Verify(string.Join('\n', SshArgv.Login(Target with { User = "agent" })));

    [Fact]
    public Task Command_for_people() => Verify(SshArgv.Command(new SshTarget(2200, "/run/m1/key", "/run/m 1/known", "/run/m1/c")));

    [Fact]
    public Task Remote_command_with_everything()
    {
        var command = new GuestCommand("prog", "it's", "$HOME")
        {
            Environment = new Dictionary<string, string> { ["K"] = "a b" },
            WorkingDirectory = "/w d",
            User = "u",
        };
        return Verify(SshRemote.Run(command, "root", State));
    }

    [Fact]
    public Task Remote_command_with_a_terminal() =>
        Verify(SshRemote.Run(new GuestCommand("top") { Terminal = new PseudoTerminal(80, 24) }, "root", State));

    [Fact]
    public void A_control_path_has_at_most_90_bytes_with_the_number_of_its_connection()
    {
        Assert.Equal(90, new SshTarget(1, "", "", new string('c', 86)).Numbered(999).ControlPath.Length);
        var error = Assert.Throws<SmolVmException>(() => new SshTarget(1, "", "", new string('c', 84) + "ü€"));
        Assert.Contains("has 89 bytes, at most 86 can be used", error.Message);
    }

    [Fact]
    public void A_host_key_is_pinned_for_the_forwarded_port() =>
        Assert.Equal("[127.0.0.1]:2200 ssh-ed25519 AAAA\n", SshTarget.KnownHostsLine(2200, "ssh-ed25519 AAAA"));

    [Theory]
    [InlineData("agent", "other", "Log in as root")]
    [InlineData("root", "1000", "by name")]
    [InlineData("root", "-c", "by name")]
    public void A_user_that_cannot_be_changed_to_is_refused(string login, string user, string fragment)
    {
        var error = Assert.Throws<SmolVmException>(() => SshRemote.Run(new GuestCommand("id") { User = user }, login, State));

        Assert.Contains(fragment, error.Message);
    }

    [Fact]
    public void The_name_of_a_variable_cannot_hold_an_option() => Assert.Throws<SmolVmException>(
        () => SshRemote.Run(new GuestCommand("id") { Environment = new Dictionary<string, string> { ["-i"] = "" } }, "root", State));
}
