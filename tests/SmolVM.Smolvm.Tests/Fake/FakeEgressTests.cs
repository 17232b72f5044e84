using System.Text.Json;

namespace SmolVM.Smolvm.Tests.Fake;

/// <summary>What a version does with an allow-list, read from the record of the fake: the real CLI does not tell.</summary>
[Trait("Category", "Stress")]
public sealed class FakeEgressTests
{
    static async Task<string> PolicyAsync(string version, params string[] flags)
    {
        using var fake = new InstalledFake(version);
        var created = await fake.RunAsync(["machine", "create", .. fake.Named("one"), .. flags]);
        if (created.ExitCode != 0)
            return "refused";
        using var record = JsonDocument.Parse(await File.ReadAllTextAsync(
            Path.Combine(fake.Home, "data", "machines", "one.json"), TestContext.Current.CancellationToken));
        var list = record.RootElement.GetProperty("egress").GetArrayLength();
        return (record.RootElement.GetProperty("network").GetBoolean(), list) switch
        {
            (false, _) => "closed",
            (true, 0) => "open",
            _ => "list",
        };
    }

    [Theory(Timeout = 120_000)]
    [InlineData("0.8.0", "open")]
    [InlineData("1.1.2", "open")]
    [InlineData("1.1.3", "list")]
    [InlineData("1.9.3", "list")]
    public async Task A_list_is_held_to_from_1_1_3(string version, string policy) =>
        Assert.Equal(policy, await PolicyAsync(version, "--allow-cidr", "10.0.0.0/8"));

    [Theory(Timeout = 120_000)]
    [InlineData("1.0.1", "refused")]
    [InlineData("1.0.2", "list")]
    [InlineData("1.9.3", "list")]
    public async Task With_virtio_net_given_a_list_is_held_to_from_1_0_2(string version, string policy) =>
        Assert.Equal(policy, await PolicyAsync(version, "--net-backend", "virtio-net", "--allow-cidr", "10.0.0.0/8"));

    [Theory(Timeout = 120_000)]
    [InlineData("1.1.2", "open")]
    [InlineData("1.1.3", "refused")]
    public async Task With_tsi_given_a_list_is_refused_from_1_1_3(string version, string policy) =>
        Assert.Equal(policy, await PolicyAsync(version, "--net-backend", "tsi", "--allow-cidr", "10.0.0.0/8"));

    [Theory(Timeout = 120_000)]
    [InlineData("1.0.1", "open")]
    [InlineData("1.0.2", "refused")]
    [InlineData("1.0.3", "refused")]
    [InlineData("1.0.4", "open")]
    public async Task Ports_need_virtio_net_at_1_0_2_and_1_0_3(string version, string policy) =>
        Assert.Equal(policy, await PolicyAsync(version, "-p", "8080:80"));

    [Theory(Timeout = 120_000)]
    [InlineData("1.7.2", "closed")]
    [InlineData("1.7.3", "refused")]
    public async Task An_image_without_a_network_is_refused_at_create_from_1_7_3(string version, string policy) =>
        Assert.Equal(policy, await PolicyAsync(version, "--image", "any"));

    [Theory(Timeout = 120_000)]
    [InlineData("example.org:443")]
    [InlineData("nothing.invalid")]
    public async Task A_host_that_does_not_resolve_is_refused(string host) =>
        Assert.Equal("refused", await PolicyAsync("1.9.3", "--allow-host", host));

    [Theory(Timeout = 120_000)]
    [InlineData("0.8.0", "closed", "")]
    [InlineData("0.8.0", "open", "--net")]
    [InlineData("1.7.7", "closed", "--allow-cidr=10.0.0.0/8")]
    [InlineData("1.7.7", "open", "--net --allow-cidr=10.0.0.0/8")]
    [InlineData("1.8.0", "list", "--allow-cidr=10.0.0.0/8")]
    public async Task With_a_pack_a_list_is_dropped_up_to_1_7_7(string version, string policy, string flags)
    {
        using var maker = new InstalledFake("1.9.3");
        (await maker.RunAsync("pack", "create", "--image", "any", "-o", Path.Combine(maker.Home, "p"))).EnsureSuccess();

        Assert.Equal(policy, await PolicyAsync(
            version, ["--from", Path.Combine(maker.Home, "p.smolmachine"), .. flags.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));
    }
}
