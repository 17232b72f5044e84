using SmolVM.Errors;
using SmolVM.Mounts;
using SmolVM.Smolvm;
using static SmolVM.Tests.Smolvm.Argv;

namespace SmolVM.Tests.Smolvm;

/// <summary>Values that the program would take for something else, or drop without a word.</summary>
public sealed class SmolvmArgumentTests
{
    [Fact]
    public Task A_value_that_begins_with_a_dash_is_bound_to_its_option() => Verify(Lines(new MachineExec("a", ["-n", "--", "-x"])
    {
        Environment = new Dictionary<string, string> { ["-K"] = "-v", ["EMPTY"] = "", ["K"] = "-v" },
        WorkingDirectory = "-dir",
    }.Argv(V080)));

    [Fact]
    public Task Files_that_are_named_like_options_are_bound_to_theirs() =>
        Verify(Lines([.. PackCreate.OfImage("-image", "-out").Argv(V080), .. new MachineCopy("a", "-file", "/-file").Argv(V080)]));

    [Theory]
    [InlineData("")]
    [InlineData("A=B")]
    public void The_name_of_a_variable_that_would_be_misread_is_refused(string name) =>
        Refuses(
            () => new MachineExec("a", ["true"]) { Environment = new Dictionary<string, string> { [name] = "x" } }.Argv(V080),
            $"'{name}'");

    [Theory]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("a--b")]
    [InlineData("a-")]
    [InlineData("_a")]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("ä")]
    public void A_name_that_the_program_does_not_take_is_refused(string name) =>
        Refuses(() => MachineVerbs.Start(name, V080), $"'{name}'");

    [Theory]
    [InlineData("0.5.14", 40)]
    [InlineData("0.5.15", 128)]
    public void A_name_may_be_as_long_as_its_version_takes(string version, int most)
    {
        var parsed = SmolvmVersion.Parse(version);

        Assert.Contains(new string('a', most), MachineVerbs.Stop(new string('a', most), parsed));
        Refuses(() => MachineVerbs.Stop(new string('a', most + 1), parsed), $"1 to {most}");
    }

    [Theory]
    [InlineData(30_000, "30s")]
    [InlineData(1_500, "1500ms")]
    [InlineData(5_400_000, "5400s")]
    [InlineData(0.4, "1ms")]
    public void A_duration_has_its_unit(double milliseconds, string text) =>
        Assert.Equal(text, SmolvmArgument.Duration(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void A_duration_of_nothing_is_refused() => Refuses(() => SmolvmArgument.Duration(TimeSpan.Zero), "0 s");

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("example.com")]
    [InlineData("")]
    public void What_is_no_range_of_addresses_is_refused(string range) =>
        Refuses(() => new MachineCreate("a") { AllowCidrs = [range] }.Argv(V193), $"'{range}'");

    [Theory]
    [InlineData("", "/dest")]
    [InlineData("/src", "")]
    [InlineData("a:b", "/dest")]
    [InlineData("/src", "relative")]
    public void A_copy_that_would_go_astray_is_refused(string host, string guest) =>
        Refuses(() => new MachineCopy("a", host, guest).Argv(V080), "'");

    [Fact]
    public void A_host_directory_with_a_colon_is_refused() => Assert.Contains(
        "'/a:b'",
        Assert.Throws<MountException>(() => new VolumeArgument("/a:b", "/w", ReadOnly: true).Argv(V193)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_drive_letter_is_no_colon_from_1_3_0() => Assert.Contains(
        @"C:\src:/w:ro", new VolumeArgument(@"C:\src", "/w", ReadOnly: true).Argv(new SmolvmVersion(1, 3, 0)));

    [Fact]
    public void A_drive_letter_is_refused_before_1_3_0() =>
        Refuses(() => new VolumeArgument(@"C:\src", "/w", ReadOnly: true).Argv(V102), "1.3.0");

    [Fact]
    public void A_text_with_a_nul_character_is_refused() => Refuses(() => new MachineExec("a", ["a\0b"]).Argv(V080), @"'a\0b'");

    [Fact]
    public void A_machine_of_an_image_and_of_a_pack_is_refused() =>
        Refuses(() => new MachineCreate("a") { Image = "x:1", From = "/p.smolmachine" }.Argv(V080), "not of both");

    [Fact]
    public void A_port_out_of_range_is_refused() => Refuses(() => new PortArgument(0, 80).Argv(), "0");

    static void Refuses(Func<object> call, string named) =>
        Assert.Contains(named, Assert.Throws<SmolVmException>(call).Message, StringComparison.Ordinal);
}
