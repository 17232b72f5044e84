using SmolVM.Run;

namespace SmolVM.Build.Tests.Run;

/// <summary>What is read from the arguments that <c>dotnet test</c> gives a test program.</summary>
public sealed class TestInvocationTests
{
    [Fact]
    public void The_socket_of_dotnet_test_is_replaced_by_one_of_the_guest()
    {
        var invocation = TestInvocation.Of(["/bin/tests", "--server", "dotnettestcli", "--dotnet-test-pipe", "/tmp/0123"]);

        Assert.Equal("/tmp/0123", invocation.Pipe);
        Assert.Equal(["/bin/tests", "--server", "dotnettestcli", "--dotnet-test-pipe", "/run/smoltest.sock"], invocation.Program);
    }

    [Theory]
    [InlineData("out", "--results-directory", "out")]
    [InlineData("/a b", "--results-directory", "first", "--results-directory=/a b")]
    [InlineData("c", "--results-directory:c")]
    [InlineData(null, "--results-directory")]
    [InlineData(null, "--results-directory-of-another", "x")]
    public void The_directory_for_results_is_the_last_that_was_given(string? results, params string[] arguments) =>
        Assert.Equal(results, TestInvocation.Of(["/bin/tests", .. arguments]).Results);

    [Fact]
    public void The_program_itself_is_no_option() =>
        Assert.Null(TestInvocation.Of(["--dotnet-test-pipe", "/tmp/0123"]).Pipe);
}
