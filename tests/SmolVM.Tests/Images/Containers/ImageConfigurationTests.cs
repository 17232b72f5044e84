using SmolVM.Images.Containers;

namespace SmolVM.Tests.Images.Containers;

public sealed class ImageConfigurationTests
{
    [Fact]
    public void The_program_and_all_about_it_are_read()
    {
        var read = Parse("""
            {
              "User": "1654:0", "Env": ["PATH=/bin", "A=x=y"], "Entrypoint": ["/app/app"], "Cmd": ["--serve", ""], "WorkingDir": "/app/",
              "ExposedPorts": { "8443/tcp": {}, "8080": {}, "53/udp": {}, "0/tcp": {}, "70000/tcp": {}, "9000-9001/tcp": {} }
            }
            """);

        Assert.Equal("linux/amd64", read.Platform);
        Assert.Equal(["PATH=/bin", "A=x=y"], read.Environment);
        Assert.Equal(["/app/app"], read.Program.Entrypoint);
        Assert.Equal(["--serve", ""], read.Program.Command);
        Assert.Equal(("/app/", "1654:0"), (read.Program.WorkingDirectory, read.Program.User));
        Assert.Equal([8080, 8443], read.Program.Ports);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{ "User": "", "Env": null, "Entrypoint": null, "Cmd": [], "WorkingDir": "", "ExposedPorts": null }""")]
    public void What_is_not_said_is_empty(string process)
    {
        var read = Parse(process);

        Assert.Empty(read.Environment.Concat(read.Program.Entrypoint).Concat(read.Program.Command));
        Assert.Empty(read.Program.Ports);
        Assert.Equal((null, null), (read.Program.WorkingDirectory, read.Program.User));
    }

    [Fact]
    public void A_directory_begins_at_the_root() => Assert.Equal("/app", Parse("""{ "WorkingDir": "app" }""").Program.WorkingDirectory);

    static ImageConfiguration Parse(string process) => ImageConfiguration.Parse(new SavedContainer() { Process = process }.Configuration);
}
