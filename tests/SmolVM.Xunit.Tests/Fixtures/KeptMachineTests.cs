using SmolVM.Xunit.Fixtures;

namespace SmolVM.Xunit.Tests.Fixtures;

public sealed class KeptMachineTests
{
    [Fact]
    public Task A_kept_machine_is_told_with_its_test_and_the_way_in() =>
        Verify(KeptMachine.Describe("smol-5f21c0aa", "ssh -F /run/smolvm/1/ssh_config guest", "My.Tests.InstallerTests.Installs"));

    [Fact]
    public void A_machine_without_a_way_in_is_told_without_one() =>
        Assert.DoesNotContain("Enter", KeptMachine.Describe("smol-5f21c0aa", null, "T"), StringComparison.Ordinal);
}
