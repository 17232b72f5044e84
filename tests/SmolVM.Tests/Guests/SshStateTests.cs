using SmolVM.Guests;

namespace SmolVM.Tests.Guests;

public sealed class SshStateTests
{
    static readonly SshState State = new("/tmp/s", "me");

    [Theory]
    [InlineData("me pid 12\nme exit 255\n", 255, null)]
    [InlineData("me pid 12\nme no program\nme exit 255\n", 255, "program")]
    [InlineData("me no directory\n", null, "directory")]
    [InlineData("me pid 12\n", null, null)]
    [InlineData("other pid 12\nother exit 3\n", null, null)]
    [InlineData("me exit \nme exit x\nnonsense", null, null)]
    [InlineData("", null, null)]
    public void A_state_tells_the_end_of_its_own_command_only(string content, int? exitCode, string? missing) =>
        Assert.Equal((exitCode, missing), State.Read(content));
}
