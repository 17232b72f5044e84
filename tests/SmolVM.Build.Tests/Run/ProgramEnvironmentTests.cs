using SmolVM.Run;

namespace SmolVM.Build.Tests.Run;

/// <summary>What a program in the guest gets of the host's environment.</summary>
public sealed class ProgramEnvironmentTests
{
    [Fact]
    public void It_is_what_dotnet_was_asked_to_set_and_nothing_of_the_user()
    {
        var parent = new Dictionary<string, string> { ["HOME"] = "/home/me", ["TOKEN"] = "secret", ["COLOUR"] = "red", ["TERM"] = "xterm" };
        var own = new Dictionary<string, string>(parent) { ["COLOUR"] = "blue", ["NEW"] = "", ["DOTNET_ROOT_X64"] = "/usr/share/dotnet" };

        Assert.Equal(
            new Dictionary<string, string> { ["COLOUR"] = "blue", ["NEW"] = "" }, ProgramEnvironment.Of(own, parent, isTerminal: false));
    }

    [Theory]
    [InlineData("DOTNET_HOST_PATH")]
    [InlineData("MSBUILDFAILONDRIVEENUMERATINGWILDCARD")]
    [InlineData("MSBuildSDKsPath")]
    [InlineData("_MSBUILDTLENABLED")]
    [InlineData("DOTNET_CLI_TELEMETRY_SESSIONID")]
    public void What_dotnet_sets_for_itself_stays_on_the_host(string name) =>
        Assert.Empty(ProgramEnvironment.Of(Variable(name, "x"), new Dictionary<string, string>(), isTerminal: true));

    [Fact]
    public void Test_platforms_hear_what_the_user_has_for_them()
    {
        var all = new Dictionary<string, string> { ["TESTINGPLATFORM_DIAGNOSTIC"] = "1" };

        Assert.Equal(all, ProgramEnvironment.Of(all, all, isTerminal: false));
    }

    [Fact]
    public void A_terminal_says_what_it_is()
    {
        var all = new Dictionary<string, string> { ["TERM"] = "xterm", ["NO_COLOR"] = "1", ["HOME"] = "/root" };

        Assert.Equal(["NO_COLOR", "TERM"], ProgramEnvironment.Of(all, all, isTerminal: true).Keys.Order());
    }

    [Fact]
    public void Environments_of_processes_are_read_as_the_kernel_shows_them() =>
        Assert.Equal(
            new Dictionary<string, string> { ["A"] = "1=2", ["B"] = "" }, ProgramEnvironment.Parse("A=1=2\0nothing\0B=\0=odd\0"));

    static Dictionary<string, string> Variable(string name, string value) => new() { [name] = value };
}
