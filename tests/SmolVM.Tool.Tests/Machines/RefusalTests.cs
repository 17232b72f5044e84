namespace SmolVM.Tool.Tests.Machines;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("machine create --gpu", "error: '--gpu' cannot be had here: machines have no graphics processor.")]
    [InlineData("machine run --allow-cidr 10.0.0.0/8 -- true", "error: '--allow-cidr' cannot be had here: the network of a machine is open")]
    [InlineData("machine prune --name x", "error: '--name' cannot be had here: a machine has no store of images")]
    [InlineData("machine create --image base --from x", "error: the argument '--from' cannot be used with '--image'")]
    [InlineData("machine create -- nginx", "error: a machine starts no program by itself")]
    [InlineData("machine exec -d -i -- cat", "error: the argument '--detach' cannot be used with '--interactive'")]
    [InlineData("machine exec --timeout 90 -- true", "error: invalid value '90': write a time with its unit")]
    [InlineData("machine run --mem lots -- true", "error: invalid value 'lots': write a whole number")]
    [InlineData("pack create --image base -o x --cpus 300M", "error: invalid value '300M': write a whole number")]
    [InlineData("machine create -p 0:80", "error: invalid value '0:80' for '--port'")]
    [InlineData("machine update --name x --net --no-net", "error: the argument '--no-net' cannot be used with '--net'")]
    [InlineData("machine delete", "error: Option '--name' is required.")]
    [InlineData("machine exec --gpu -- true", "error: unexpected argument '--gpu' found")]
    [InlineData("machine exec", "error: Required argument missing for command: 'exec'.")]
    [InlineData("machine status --name a --name b", "error: Option '--name' expects a single argument but 2 were provided.")]
    public async Task What_cannot_be_asked_for_is_a_usage_error(string typed, string said)
    {
        using var console = new TestConsole();

        var exit = await console.RunAsync(typed.Split(' '));

        Assert.Equal((2, ""), (exit, console.Output));
        Assert.StartsWith(said, console.Error);
    }

    [Theory]
    [InlineData("machine status --json", "Error: machine 'nobody-knows' not found.")]
    [InlineData("machine start", "Error: machine 'nobody-knows' not found.")]
    [InlineData("machine stop", "Error: machine 'nobody-knows' not found.")]
    [InlineData("machine delete -f", "Error: machine 'nobody-knows' not found.")]
    [InlineData("machine logs", "Error: machine 'nobody-knows' not found.")]
    [InlineData("machine ssh", "Error: machine 'nobody-knows' not found.")]
    [InlineData("machine update --cpus 1", "Error: machine 'nobody-knows' not found.")]
    public async Task A_machine_that_is_not_there_is_a_failure(string typed, string said)
    {
        using var console = new TestConsole();

        var exit = await console.RunAsync([.. typed.Split(' '), "--name", "nobody-knows"]);

        Assert.Equal((1, ""), (exit, console.Output));
        Assert.StartsWith(said, console.Error);
    }

    [Fact]
    public async Task An_owner_for_a_copy_out_of_a_machine_is_refused()
    {
        using var console = new TestConsole();

        var exit = await console.RunAsync("machine", "cp", "nobody-knows:/file", "file", "--uid", "1");

        Assert.Equal(1, exit);
        Assert.StartsWith("Error: --mode, --uid and --gid are of copies into a machine", console.Error);
    }

    [Fact]
    public async Task The_version_says_whose_program_it_is_and_whose_arguments_it_takes()
    {
        using var console = new TestConsole();

        await console.RunAsync("--version");

        Assert.Equal("dotnet-smolvm 0.1.0 (takes the arguments of smolvm 1.9.3)\n", console.Output);
    }
}
