using SmolVM.Tool.Arguments;

namespace SmolVM.Tool.Tests.Arguments;

public sealed class GuestWordsTests
{
    [Theory]
    [InlineData("machine exec ls -l", "machine exec -- ls -l")]
    [InlineData("machine exec --name one ls --name two", "machine exec --name=one -- ls --name two")]
    [InlineData("machine exec -it -w /tmp sh -c x", "machine exec -i -t -w=/tmp -- sh -c x")]
    [InlineData("machine exec -eA=B -w=/tmp -- a -- b", "machine exec -e=A=B -w=/tmp -- a -- b")]
    [InlineData("vm run --timeout 5s --net @file", "vm run --timeout=5s --net -- @file")]
    [InlineData("machine exec --env=A=-x -- -y", "machine exec --env=A=-x -- -y")]
    [InlineData("machine ls --json", "machine ls --json")]
    [InlineData("machine exec --help", "machine exec --help")]
    [InlineData("machine exec --name", "machine exec --name")]
    public void The_words_of_the_guest_begin_at_the_first_that_is_not_ours(string typed, string read) =>
        Assert.Equal(read.Split(' '), GuestWords.Mark(ToolCommand.Create(), typed.Split(' ')).Words);

    [Theory]
    [InlineData("machine exec --gpu -- ls", "--gpu")]
    [InlineData("machine exec -ix ls", "-x")]
    [InlineData("machine exec -i -- --gpu", null)]
    [InlineData("machine exec ls --gpu", null)]
    public void An_option_that_is_not_ours_before_them_is_known_as_such(string typed, string? unknown) =>
        Assert.Equal(unknown, GuestWords.Mark(ToolCommand.Create(), typed.Split(' ')).Unknown);
}
