using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.Tests.Machines;

public sealed class PreparedStateTests
{
    [Fact]
    public void The_name_of_the_machine_is_no_part_of_it() =>
        Assert.Null(PreparedState.Of(new MachineOptions { Name = "m1" }, "true").Options.Name);

    [Fact]
    public void Lines_are_given_to_the_guests_shell_in_their_order() => Assert.Equal(
        [["/bin/sh", "-c", "a"], ["/bin/sh", "-c", "b c"]],
        PreparedState.Of(new MachineOptions(), "a", "b c").Commands.Select(command => command.Argv));

    [Fact]
    public void A_list_of_commands_that_is_changed_later_changes_nothing()
    {
        var commands = new List<GuestCommand> { new("a") };
        var state = PreparedState.Of(new MachineOptions(), commands);

        commands.Add(new("b"));

        Assert.Single(state.Commands);
    }

    [Fact]
    public Task The_sentences_say_what_to_do() => Verify(string.Join('\n',
        Assert.Throws<MountException>(
            () => PreparedState.Of(new MachineOptions { Mounts = [new WorkspaceMount("/usr", writable: true)] }, "true")).Message,
        Assert.Throws<SmolVmException>(() => PreparedState.Of(new MachineOptions(), Array.Empty<string>())).Message,
        new PreparationException("db", new GuestExecException("'initdb' ended with exit code 1.")).Message));

    [Fact]
    public void No_commands_are_a_mistake_in_the_options() => Assert.Equal(
        ErrorCodes.Option,
        Assert.Throws<SmolVmException>(() => PreparedState.Of(new MachineOptions(), Array.Empty<string>())).Code);
}
