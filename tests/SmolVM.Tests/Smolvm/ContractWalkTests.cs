using SmolVM.Smolvm;
using SmolVM.Tests.Contract;

namespace SmolVM.Tests.Smolvm;

/// <summary>
/// Every call at every released version: a strict parser over the program's published command line decides whether it would be taken.
/// </summary>
public sealed class ContractWalkTests
{
    public static TheoryData<string> Versions => [.. CliContract.Versions.Select(version => version.ToString())];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Each_call_is_taken_by_the_version_or_refused_by_us(string version) => Assert.All(
        ContractCalls.All.Keys,
        call => Assert.IsNotType<UsageError>(ContractCalls.Ask(call, SmolvmVersion.Parse(version))));

    [Theory]
    [MemberData(nameof(Versions))]
    public void What_we_refuse_is_taken_by_the_newer_version_that_the_refusal_names(string version) => Assert.All(
        ContractCalls.RefusedBy(SmolvmVersion.Parse(version)),
        refused =>
        {
            Assert.True(refused.Needed > SmolvmVersion.Parse(version));
            Assert.IsType<AcceptedCall>(ContractCalls.Ask(refused.Call, refused.Needed));
        });

    [Fact]
    public void The_newest_version_takes_every_call() =>
        Assert.All(ContractCalls.All.Keys, call => Assert.IsType<AcceptedCall>(ContractCalls.Ask(call, SmolvmVersion.Newest)));

    [Fact]
    public void Every_subcommand_that_is_used_is_walked() => Assert.Equal(
        [
            "machine cp", "machine create", "machine data-dir", "machine delete", "machine exec", "machine fork", "machine ls",
            "machine run", "machine start", "machine status", "machine stop", "machine update", "pack create", "pack run",
        ],
        ContractCalls.All.Keys.Select(call => ContractCalls.Ask(call, SmolvmVersion.Newest)).OfType<AcceptedCall>()
            .Select(call => call.Command).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void The_range_is_that_of_the_contract() => Assert.Equal(
        [SmolvmVersion.Oldest.ToString(), SmolvmVersion.Newest.ToString()],
        new[] { CliContract.Versions[0], CliContract.Versions[^1] }.Select(version => version.ToString()));
}
