using SmolVM.Machines;

namespace SmolVM.Tests.Machines;

public sealed class MachineUnitsTests
{
    [Fact]
    public Task How_a_unit_is_looked_at() => Verify(string.Join('\n', MachineUnits.ShowArgv("web.service")));

    [Fact]
    public Task How_its_journal_is_read() => Verify(string.Join('\n', MachineUnits.JournalArgv("web.service")));

    [Theory]
    [InlineData("LoadState=not-found\nActiveState=inactive\n", "the unit 'web.service' is not there, and inactive")]
    [InlineData("LoadState=masked\nActiveState=inactive\n", "the unit 'web.service' is masked, and inactive")]
    [InlineData(
        "LoadState=loaded\nActiveState=activating\nSubState=start\nResult=success\nNRestarts=0\n", "the unit 'web.service' is activating (start)")]
    [InlineData(
        "LoadState=loaded\nActiveState=failed\nSubState=failed\nResult=exit-code\nExecMainStatus=3\nNRestarts=5\n",
        "the unit 'web.service' is failed (failed), its last result is 'exit-code' with exit status 3, restarted 5 times")]
    public void A_look_in_words(string shown, string expected) => Assert.Equal(expected, MachineUnits.Describe("web.service", shown));
}
