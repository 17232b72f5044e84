using FsCheck;
using FsCheck.Fluent;
using SmolVM.Guests;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.Tests.Machines;

public sealed class OptionsTextTests
{
    // Made of what the lines are made of: a value must not be able to pose as another.
    static readonly Arbitrary<(string[] First, string[] Second)> TwoArguments = (
        from first in Arguments()
        from second in Arguments()
        select (first, second)).ToArbitrary();

    static readonly Dictionary<string, MachineOptions> Different = new()
    {
        ["image"] = new() { Image = "host" },
        ["init"] = new() { Init = "/sbin/init" },
        ["cpus"] = new() { Cpus = 3 },
        ["memory"] = new() { MemoryMiB = 513 },
        ["mount"] = new() { Mounts = [new WorkspaceMount("/usr")] },
        ["mount elsewhere"] = new() { Mounts = [new WorkspaceMount("/usr", "/elsewhere")] },
        ["other directory"] = new() { Mounts = [new WorkspaceMount("/etc")] },
        ["writable mount"] = new() { Mounts = [new WorkspaceMount("/usr", writable: true)] },
        ["mount with a tag"] = new() { Mounts = [new WorkspaceMount("/usr", mountTag: "own")] },
        ["upper"] = new() { RootUpper = RootUpper.Disk },
        ["disk"] = new() { DiskMiB = 64 },
        ["network"] = new() { Network = true },
        ["port"] = new() { Ports = [80] },
        ["other port"] = new() { Ports = [8080] },
        ["variable"] = new() { Environment = new Dictionary<string, string> { ["A"] = "1" } },
        ["other value"] = new() { Environment = new Dictionary<string, string> { ["A"] = "2" } },
        ["allowed range"] = new() { Network = true, AllowCidrs = ["10.0.0.0/8"] },
        ["clonable"] = new() { Clonable = true },
        ["user"] = new() { User = "nobody" },
        ["program of the image"] = new() { Program = new ImageProgram { Entrypoint = ["a"] } },
        ["arguments of the image"] = new() { Program = new ImageProgram { Command = ["a"] } },
        ["user of the image"] = new() { Program = new ImageProgram { User = "a" } },
        ["directory of the image"] = new() { Program = new ImageProgram { WorkingDirectory = "/a" } },
        ["lifetime"] = new() { MaximumLifetime = TimeSpan.FromHours(1) },
        ["usual"] = new(),
    };

    [Fact]
    public void Every_option_that_a_guest_can_see_makes_another_text() =>
        Assert.Equal(Different.Count, Different.Values.Select(options => string.Join('\n', OptionsText.Of(options))).Distinct().Count());

    [Fact]
    public void Every_option_is_in_the_text_or_known_not_to_matter() => Assert.Equal(
        [
            "AllowCidrs", "BootTimeout", "Clonable", "Cpus", "DiskMiB", "Environment", "Image", "Init", "MaximumLifetime", "MemoryMiB",
            "Mounts", "Name", "Network", "Ports", "RootUpper", "User",
        ],
        typeof(MachineOptions).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Neither_the_name_nor_the_patience_of_whoever_starts_it_makes_a_difference() => Assert.Equal(
        OptionsText.Of(new MachineOptions()),
        OptionsText.Of(new MachineOptions { Name = "m1", BootTimeout = TimeSpan.FromSeconds(1) }));

    [Fact]
    public void The_order_in_which_variables_were_set_makes_no_difference() => Assert.Equal(
        OptionsText.Of(new MachineOptions { Environment = new Dictionary<string, string> { ["A"] = "1", ["B"] = "2" } }),
        OptionsText.Of(new MachineOptions { Environment = new Dictionary<string, string> { ["B"] = "2", ["A"] = "1" } }));

    [Fact]
    public void Different_arguments_have_different_texts() => Prop.ForAll(TwoArguments, arguments => Assert.Equal(
        arguments.First.SequenceEqual(arguments.Second),
        OptionsText.Of(new GuestCommand(arguments.First)).SequenceEqual(OptionsText.Of(new GuestCommand(arguments.Second)))))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Different_directories_users_and_variables_have_different_texts()
    {
        string[] texts = ["a", "b user=", "/a user=b", "/a", "b", "variable=A=a", "a\nuser=b"];
        var commands =
            from directory in texts
            from user in texts
            from variable in texts
            select OptionsText.Of(new GuestCommand("id")
            {
                WorkingDirectory = directory,
                User = user,
                Environment = new Dictionary<string, string> { ["A"] = variable },
            });

        Assert.Equal(texts.Length * texts.Length * texts.Length, commands.Select(ContentHash.Of).Distinct().Count());
    }

    [Fact]
    public Task The_lines() => Verify(string.Join('\n', (string[])
    [
        .. OptionsText.Of(new MachineOptions
        {
            MemoryMiB = 512,
            Mounts = [new WorkspaceMount("/usr"), new WorkspaceMount("/etc", "/out", "out", writable: true)],
            Ports = [80, 443],
            Environment = new Dictionary<string, string> { ["B"] = "2", ["A"] = "1=1" },
        }),
        .. OptionsText.Of(new GuestCommand("id", "-u") { User = "nobody", WorkingDirectory = "/", Terminal = new PseudoTerminal(80, 25) }),
    ]).Replace('\0', '|'));

    static Gen<string[]> Arguments() => Gen.Elements("", "a", "argument=a", "directory=", "user=", "terminal=").ArrayOf(3);
}
