using SmolVM.Build.Items;
using SmolVM.Build.Tests.Infra;
using SmolVM.Errors;

namespace SmolVM.Build.Tests;

public sealed class ItemTests
{
    static readonly GuestLayout Layout = new([], "/workspace", "/workspace/obj/publish");

    [Fact]
    public void Environment_comes_as_one_text_or_with_a_value()
    {
        var variables = EnvironmentItems.Read(
            [Tasks.Item("PLAIN=a=b"), Tasks.Item("LIST", ("Value", "x;y")), Tasks.Item("EMPTY="), Tasks.Item("PLAIN=last")]);

        Assert.Equal(new Dictionary<string, string> { ["PLAIN"] = "last", ["LIST"] = "x;y", ["EMPTY"] = "" }, variables);
    }

    [Fact]
    public async Task Variables_that_cannot_be_set_are_refused()
    {
        string[] items = ["NAME", "=value", "1ST=value", "A B=value", "SMOL_PUBLISH_DIR=/x"];

        await Verify(string.Join('\n', items.Select(item => Refusal(() => EnvironmentItems.Read([Tasks.Item(item)])))));
    }

    [Fact]
    public async Task A_variable_with_two_values_is_refused() =>
        await Verify(Refusal(() => EnvironmentItems.Read([Tasks.Item("A=1", ("Value", "2"))])));

    [Fact]
    public async Task Metadata_that_is_not_known_is_refused() =>
        await Verify(Refusal(() => MountItems.Read([Tasks.Item("/srv", ("ReadOnly", "true"))])));

    [Fact]
    public void A_mount_is_read_with_its_metadata() =>
        Assert.Equal(
            [new MountItem("/srv:/data"), new MountItem("/a:b", "/c:/d", "tag", true)],
            MountItems.Read([Tasks.Item("/srv:/data"), Tasks.Item("/a:b", ("GuestPath", "/c:/d"), ("Tag", "tag"), ("Writable", "true"))]));

    [Fact]
    public void A_command_runs_in_the_project_with_its_variables()
    {
        var command = Assert.Single(ProvisionItems.Read([Tasks.Item("make install")], Layout, "app")).Command;

        Assert.Equal(["/bin/sh", "-c", "make install"], command.Argv);
        Assert.Equal("/workspace", command.WorkingDirectory);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["SMOL_PROJECT_DIR"] = "/workspace",
                ["SMOL_PUBLISH_DIR"] = "/workspace/obj/publish",
                ["SMOL_ASSEMBLY_NAME"] = "app",
            },
            command.Environment);
    }

    [Fact]
    public void A_line_that_MSBuild_would_split_is_given_as_metadata()
    {
        var item = Tasks.Item("copy", ("Command", "cp *.txt /opt; ls"), ("Timeout", "5"));

        var command = Assert.Single(ProvisionItems.Read([item], Layout, "app"));

        Assert.Equal("cp *.txt /opt; ls", command.Line);
        Assert.Equal(TimeSpan.FromSeconds(5), command.Command.Timeout);
    }

    [Fact]
    public void Without_the_project_a_command_runs_in_the_published_program()
    {
        var layout = new GuestLayout([], null, GuestLayout.SeparatePublishPath);

        var command = Assert.Single(ProvisionItems.Read([Tasks.Item("ls")], layout, "app")).Command;

        Assert.Equal(GuestLayout.SeparatePublishPath, command.WorkingDirectory);
        Assert.DoesNotContain("SMOL_PROJECT_DIR", command.Environment.Keys);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("86401")]
    public void A_time_out_that_is_no_time_of_a_day_is_refused(string seconds) =>
        Assert.Equal(
            $"Timeout of the SmolProvision 'ls' has the value '{seconds}', which cannot be used. Give a number of seconds from 1 to 86400.",
            Refusal(() => ProvisionItems.Read([Tasks.Item("ls", ("Timeout", seconds))], Layout, "app")));

    static string Refusal(Func<object> read)
    {
        var refusal = Assert.ThrowsAny<SmolVmException>(read);
        Assert.Equal(ErrorCodes.Option, refusal.Code);
        return refusal.Message;
    }
}
