using FsCheck;
using FsCheck.Fluent;
using SmolVM.Guests;
using SmolVM.Mounts;

namespace SmolVM.Tests.Guests;

public sealed class WakeRequestTests
{
    static readonly Gen<string> Texts = Gen.Elements("", "a", "two words", "ümläut日本", "line\nbreak", "a=b", new string('x', 3000));

    static readonly Gen<TaggedMount[]> Mounts = (
        from writable in Gen.Elements(true, false)
        from path in Gen.Elements("/workspace", "/a b/c", "/日本", "/line\nbreak")
        from tag in Gen.Elements("workspace0", "out", "t.a-g_1")
        select new TaggedMount(new WorkspaceMount("/usr", path, tag, writable), tag)).ArrayOf();

    static readonly Gen<WakeRequest> Requests =
        from identity in ArbMap.Default.GeneratorFor<Guid>()
        from ticks in Gen.Choose(0, int.MaxValue)
        from entropy in Gen.Choose(0, WakeRequest.MaxEntropy)
        from name in Texts
        from network in Gen.Elements(true, false)
        from values in Texts.ListOf()
        from mounts in Mounts
        from cache in Gen.Elements(MountCache.Loose, MountCache.None)
        select new WakeRequest
        {
            Identity = identity,
            Time = DateTimeOffset.UnixEpoch.AddTicks(ticks * 100_000L),
            Entropy = Enumerable.Range(0, entropy).Select(i => (byte)i).ToArray(),
            HostName = name,
            Network = network,
            Environment = values.Select((value, i) => (i, value)).ToDictionary(pair => $"N{pair.i}", pair => pair.value),
            Mounts = mounts,
            Cache = cache,
        };

    [Fact]
    public async Task The_layout_is_as_documented()
    {
        var payload = new WakeRequest
        {
            Identity = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"),
            Time = DateTimeOffset.UnixEpoch.AddSeconds(1.5),
            Entropy = new byte[] { 0xE0, 0xE1, 0xE2 },
            HostName = "name",
            Network = true,
            Environment = new Dictionary<string, string> { ["A"] = "1" },
            Mounts =
            [
                new(new WorkspaceMount("/usr", "/w"), "workspace0"),
                new(new WorkspaceMount("/usr", "/out", "out", writable: true), "out"),
            ],
            Cache = MountCache.None,
        }.Encode();

        await Verify(string.Join('\n', payload.Chunk(8).Select(Convert.ToHexStringLower)));
    }

    [Fact]
    public void What_is_encoded_is_decoded() => Prop.ForAll(Arb.From(Requests), request =>
    {
        var woken = WakeDecoder.Decode(request.Encode());
        return woken.Identity == request.Identity.ToString("N")
            && woken.Time == request.Time
            && woken.Flags == (request.Network ? 1 : 0)
            && woken.Entropy.SequenceEqual(request.Entropy.ToArray())
            && woken.HostName == request.HostName
            && woken.Variables.SequenceEqual(request.Environment.Select(variable => $"{variable.Key}={variable.Value}"))
            && woken.Mounts.SequenceEqual(request.Mounts.Select(mount => Expected(request, mount)))
            && woken.Rest is [""];
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void More_randomness_than_the_agent_takes_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => (Any with { Entropy = new byte[WakeRequest.MaxEntropy + 1] }).Encode());

    [Fact]
    public void What_is_sent_later_has_a_later_time() =>
        Assert.Equal(Any.Time.AddSeconds(3), Any.After(TimeSpan.FromSeconds(3)).Time);

    static WakeRequest Any => new() { Identity = Guid.Empty, Time = DateTimeOffset.UnixEpoch, HostName = "any" };

    static WokenMount Expected(WakeRequest request, TaggedMount tagged)
    {
        var kind = (tagged.Mount.Writable, request.Cache) switch
        {
            (true, _) => 1,
            (false, MountCache.None) => 2,
            _ => 0,
        };
        return new(kind, tagged.Tag, tagged.Mount.GuestPath);
    }
}
