using System.Text.Json.Nodes;
using SmolVM.Qemu;

namespace SmolVM.Tests.Qemu;

/// <summary>The other side is played by the test: QEMU cannot be made to answer out of order or to break off.</summary>
public sealed class QmpClientTests
{
    [Fact(Timeout = 30_000)]
    public async Task An_event_before_the_answer_does_not_disturb_it()
    {
        await using var peer = await QmpPeer.StartAsync();
        var answer = peer.Client.ExecuteAsync("migrate-incoming", new JsonObject { ["uri"] = "x" }, TestContext.Current.CancellationToken);

        var request = await peer.ReadAsync();
        await peer.WriteAsync("""{"event": "MIGRATION", "data": {"status": "setup"}}""");
        await peer.WriteAsync($$"""{"return": {"ok": 1}, "id": {{request["id"]}}}""");

        Assert.Equal(1, (await answer)!["ok"]!.GetValue<int>());
        Assert.Equal("setup", (await peer.Client.Events.ReadAsync(TestContext.Current.CancellationToken)).Data!["status"]!.GetValue<string>());
    }

    [Fact(Timeout = 30_000)]
    public async Task Answers_may_come_in_another_order()
    {
        await using var peer = await QmpPeer.StartAsync();
        var first = peer.Client.ExecuteAsync("one", null, TestContext.Current.CancellationToken);
        var firstId = (await peer.ReadAsync())["id"];
        var second = peer.Client.ExecuteAsync("two", null, TestContext.Current.CancellationToken);
        var secondId = (await peer.ReadAsync())["id"];

        await peer.WriteAsync($$"""{"return": 2, "id": {{secondId}}}""");
        await peer.WriteAsync($$"""{"return": 1, "id": {{firstId}}}""");

        Assert.Equal(1, (await first)!.GetValue<int>());
        Assert.Equal(2, (await second)!.GetValue<int>());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_refusal_carries_the_words_of_QEMU()
    {
        await using var peer = await QmpPeer.StartAsync();
        var answer = peer.Client.ExecuteAsync("nonsense", null, TestContext.Current.CancellationToken);
        var id = (await peer.ReadAsync())["id"];

        await peer.WriteAsync($$$"""{"error": {"class": "CommandNotFound", "desc": "no such command"}, "id": {{{id}}}}""");

        Assert.Contains("no such command", (await Assert.ThrowsAsync<QmpException>(() => answer)).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_end_of_QEMU_fails_all_that_wait()
    {
        await using var peer = await QmpPeer.StartAsync();
        var answer = peer.Client.ExecuteAsync("query-status", null, TestContext.Current.CancellationToken);
        await peer.ReadAsync();

        peer.Close();

        await Assert.ThrowsAsync<QmpException>(() => answer);
    }

    [Fact(Timeout = 30_000)]
    public async Task Garbage_ends_the_connection_instead_of_hanging_it()
    {
        await using var peer = await QmpPeer.StartAsync();
        var answer = peer.Client.ExecuteAsync("query-status", null, TestContext.Current.CancellationToken);
        await peer.ReadAsync();

        await peer.WriteAsync("this is not JSON");

        await Assert.ThrowsAsync<QmpException>(() => answer);
    }
}
