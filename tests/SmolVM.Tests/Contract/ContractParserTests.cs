
namespace SmolVM.Tests.Contract;

public sealed class ContractParserTests
{
    static ParseOutcome Parse(string version, string line) => ContractParser.Parse(Version.Parse(version), line.Split(' '));

    public static TheoryData<string> Versions => [.. CliContract.Versions.Select(version => version.ToString())];

    [Fact]
    public void The_range_has_87_released_versions() =>
        Assert.Equal(
            (87, new Version(0, 5, 12), new Version(1, 9, 3)),
            (CliContract.Versions.Count, CliContract.Versions[0], CliContract.Versions[^1]));

    [Theory]
    [InlineData("pack create --image IMG -o OUT")]
    [InlineData("pack create --from-vm NAME -o OUT")]
    [InlineData("machine create --from PATH --net --allow-cidr 10.0.0.0/8 -e K=V NAME")]
    [InlineData("machine start --name N")]
    [InlineData("machine stop --name N")]
    [InlineData("machine delete -f N")]
    [InlineData("machine exec --name N -e K=V -w DIR --timeout 30s -- CMD")]
    [InlineData("machine cp HOST NAME:/dest")]
    public void Version_0_8_0_takes_the_eight_seeds(string line) => Assert.IsType<AcceptedCall>(Parse("0.8.0", line));

    [Theory]
    [InlineData("pack create --image IMG -o OUT")]
    [InlineData("machine create --name NAME --from PATH --net --allow-cidr 10.0.0.0/8 -e K=V")]
    [InlineData("machine delete --name N -f")]
    [InlineData("machine exec --name N -e K=V -w DIR --timeout 30s -- CMD")]
    [InlineData("machine fork --golden G -n C")]
    public void Version_1_9_3_takes_the_newest_forms(string line) => Assert.IsType<AcceptedCall>(Parse("1.9.3", line));

    [Theory]
    [MemberData(nameof(Versions))]
    public void What_the_whole_range_has_is_taken_at_every_version(string version)
    {
        Assert.IsType<AcceptedCall>(Parse(version, "pack create --image IMG -o OUT"));
        Assert.IsType<AcceptedCall>(Parse(version, "machine start --name N"));
        Assert.IsType<AcceptedCall>(Parse(version, "machine exec --name N --timeout 30s -- CMD"));
        Assert.IsType<AcceptedCall>(Parse(version, "pack run --sidecar P --info"));
        Assert.IsType<UsageError>(Parse(version, "machine logs --name N"));
    }

    [Theory]
    [InlineData("machine create N", "1.0.1", "1.0.2")]
    [InlineData("machine delete -f N", "1.0.1", "1.0.2")]
    [InlineData("machine update N --net", "1.0.1", "1.0.2")]
    [InlineData("machine data-dir N", "1.0.1", "1.0.2")]
    [InlineData("machine fork G C", "1.0.1", "1.0.2")]
    [InlineData("machine create N sleep infinity", "1.0.1", "1.0.2")]
    public void Shapes_end_with_their_last_version(string line, string last, string next) =>
        Assert.Equal((typeof(AcceptedCall), typeof(UsageError)), (Parse(last, line).GetType(), Parse(next, line).GetType()));

    [Theory]
    [InlineData("machine create --name N", "1.0.1", "1.0.2")]
    [InlineData("machine delete -f -n N", "1.0.1", "1.0.2")]
    [InlineData("machine create --name N -- sleep infinity", "1.0.1", "1.0.2")]
    [InlineData("machine create N sleep infinity", "0.9.0", "1.0.0")]
    [InlineData("machine update N --net", "0.6.2", "0.6.3")]
    [InlineData("machine data-dir N", "0.5.14", "0.5.15")]
    [InlineData("machine status --name N --json", "0.7.2", "0.8.0")]
    [InlineData("machine start --name N --forkable", "0.9.0", "1.0.0")]
    [InlineData("machine fork --golden G --name-prefix C --count 3", "1.7.1", "1.7.2")]
    [InlineData("machine fork --golden G", "1.7.1", "1.7.2")]
    [InlineData("machine exec --name N -d -- CMD", "1.2.5", "1.3.0")]
    [InlineData("machine run --from P", "1.0.1", "1.0.2")]
    [InlineData("machine create --name N --label a=b", "1.7.7", "1.8.0")]
    [InlineData("machine cp --mode 0755 HOST N:/dest", "1.8.3", "1.9.0")]
    [InlineData("machine delete -f --cascade --name N", "1.6.13", "1.7.0")]
    [InlineData("pack create --from-vm N -o OUT --staging-dir D", "1.1.3", "1.2.0")]
    public void Shapes_begin_with_their_first_version(string line, string before, string first) =>
        Assert.Equal((typeof(UsageError), typeof(AcceptedCall)), (Parse(before, line).GetType(), Parse(first, line).GetType()));

    [Theory]
    [InlineData("machine exec -n N -- CMD", "unexpected argument '-n' found")]
    [InlineData("machine start --nam N", "unexpected argument '--nam' found")]
    [InlineData("machine start --name N --name M", "the argument '--name' cannot be used multiple times")]
    [InlineData("machine delete -f -f N", "the argument '--force' cannot be used multiple times")]
    [InlineData("machine create --net=true N", "unexpected value 'true' for '--net' found; no more were expected")]
    [InlineData("machine create N M", "unexpected argument 'M' found")]
    [InlineData("machine exec --name N -e -x=1 -- CMD", "a value is required for '--env <VALUE>' but none was supplied")]
    [InlineData("machine exec --name N --", "the following required arguments were not provided: <COMMAND>")]
    [InlineData("machine cp HOST", "the following required arguments were not provided: <DST>")]
    [InlineData("pack create -o OUT", "the following required arguments were not provided: --image")]
    [InlineData("pack create --image I --from-vm N -o OUT", "the argument '--image' cannot be used with '--from-vm'")]
    [InlineData("machine create --from P --image I N", "the argument '--from' cannot be used with '--image'")]
    [InlineData("machine update N --net --no-net", "the argument '--no-net' cannot be used with '--net'")]
    [InlineData("machine resize --name N", "the following required arguments were not provided: --storage|--overlay")]
    [InlineData("machine", "'smolvm machine' requires a subcommand but one was not provided")]
    [InlineData("machine restart N", "unrecognized subcommand 'restart'")]
    [InlineData("machine -V", "unexpected argument '-V' found")]
    public void What_clap_refuses_is_refused(string line, string message) => Assert.Equal(new UsageError(message), Parse("0.8.0", line));

    [Theory]
    [InlineData("machine start --name N --cuda-vram-limit-mib 5")]
    [InlineData("machine exec --name N -di -- CMD")]
    [InlineData("machine run --from P --name N")]
    [InlineData("pack create --image I --rebase-from-image -o OUT")]
    public void What_newer_versions_exclude_is_refused(string line) => Assert.IsType<UsageError>(Parse("1.9.3", line));

    [Theory]
    [InlineData("--timeout 90")]
    [InlineData("--timeout 0s")]
    [InlineData("--timeout 1.5s")]
    [InlineData("--port 0")]
    [InlineData("--port http")]
    [InlineData("--port 65536:80")]
    [InlineData("--port 1:2:3")]
    [InlineData("--allow-cidr example.org")]
    [InlineData("--allow-cidr 10.0.0.0/33")]
    [InlineData("--allow-cidr 10.1")]
    [InlineData("--cpus 256")]
    [InlineData("--cpus -1")]
    [InlineData("--mem 1GiB")]
    [InlineData("--gpu-vram 0")]
    [InlineData("--net-backend slirp")]
    [InlineData("--max-image-size big")]
    [InlineData("--dns fe80::1")]
    public void Values_are_checked_while_parsing(string flag) => Assert.IsType<UsageError>(Parse("1.9.3", "machine run " + flag));

    [Theory]
    [InlineData("--timeout 1h30m")]
    [InlineData("--timeout 1500ms")]
    [InlineData("--port 8080")]
    [InlineData("--port 8080:80")]
    [InlineData("--allow-cidr 10.0.0.0/8")]
    [InlineData("--allow-cidr fd00::/8")]
    [InlineData("--allow-cidr 1.1.1.1")]
    [InlineData("--cpus 0")]
    [InlineData("--mem 1")]
    [InlineData("--max-image-size 1.5G")]
    [InlineData("--volume nonsense")]
    [InlineData("-e BARE")]
    public void What_is_refused_later_or_never_passes(string flag) => Assert.IsType<AcceptedCall>(Parse("1.9.3", "machine run " + flag));

    [Fact]
    public void A_blank_image_is_refused_from_0_8_1()
    {
        string[] arguments = ["pack", "create", "--image", " ", "-o", "OUT"];

        Assert.IsType<AcceptedCall>(ContractParser.Parse(new Version(0, 8, 0), arguments));
        Assert.IsType<UsageError>(ContractParser.Parse(new Version(0, 8, 1), arguments));
    }

    [Fact]
    public void A_version_that_is_newer_than_the_contract_counts_as_its_newest() =>
        Assert.IsType<AcceptedCall>(Parse("1.14.0", "machine create --name N --label a=b"));
}
