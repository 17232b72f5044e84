using SmolVM.Smolvm;

namespace SmolVM.Tests.Smolvm;

public sealed class SmolvmOwnerTests : IDisposable
{
    const string RunId = "0123456789abcdef";

    readonly TemporaryDirectory folder = new();

    SmolvmSettings Settings => new() { StateFolder = folder["state"], Environment = new Dictionary<string, string?>() };

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(null, "smolnet-0123456789abcdef")]
    [InlineData("web", "smolnet-0123456789abcdef-web")]
    [InlineData("a--b.c", "smolnet-0123456789abcdef-a-b-c")]
    [InlineData("a-very-long-name-of-a-machine", "smolnet-0123456789abcdef-a-very-long-nam")]
    [InlineData("aaaaaaaaaaaaaa-b", "smolnet-0123456789abcdef-aaaaaaaaaaaaaa")]
    public void A_name_is_one_that_every_version_takes(string? given, string name)
    {
        Assert.Equal(name, SmolvmOwner.NameOf(RunId, given));
        Assert.Equal(name, SmolvmArgument.Name(name, SmolvmVersion.Oldest));
        Assert.Equal(RunId, SmolvmOwner.RunIdOf(name));
    }

    [Theory]
    [InlineData("default")]
    [InlineData("smolnet-web")]
    [InlineData("my-smolnet-0123456789abcdef")]
    [InlineData("smolnet-0123456789abcdefg")]
    public void A_machine_of_somebody_else_is_known_as_such(string name) => Assert.Null(SmolvmOwner.RunIdOf(name));

    [Fact]
    public void Machines_of_a_living_owner_and_of_others_are_left_alone()
    {
        using var owner = SmolvmOwner.Create(Settings);

        Assert.Empty(SmolvmOwner.Abandoned([Machine(owner.MachineName("web"), 1), Machine("default", 2)], Settings));
    }

    [Fact]
    public void Machines_without_an_owner_are_found_youngest_first() => Assert.Equal(
        ["smolnet-0123456789abcdef-c", "smolnet-0123456789abcdef"],
        SmolvmOwner.Abandoned([Machine("smolnet-0123456789abcdef", 1), Machine("smolnet-0123456789abcdef-c", 2)], Settings));

    [Fact]
    public void An_owner_that_has_let_go_leaves_nothing()
    {
        string name;
        using (var owner = SmolvmOwner.Create(Settings))
            name = owner.MachineName();

        Assert.Equal([name], SmolvmOwner.Abandoned([Machine(name, 1)], Settings));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(Settings.StateFolder, "owners")));
    }

    static SmolvmMachineInfo Machine(string name, long created) => new() { Name = name, State = "running", CreatedAt = created };
}
