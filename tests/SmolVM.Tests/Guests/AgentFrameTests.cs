using FsCheck;
using FsCheck.Fluent;
using SmolVM.Guests;

namespace SmolVM.Tests.Guests;

public sealed class AgentFrameTests
{
    static readonly Gen<byte[]> Payloads = Gen.OneOf(
        Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf(),
        Gen.Choose(0, AgentFrame.MaxPayload).Select(size => new byte[size]));

    static readonly Gen<AgentFrame> Frames =
        from op in Gen.Choose(0, 255)
        from flags in Gen.Choose(0, 255)
        from stream in Gen.Choose(int.MinValue, int.MaxValue)
        from payload in Payloads
        select new AgentFrame((AgentOp)op, (AgentFlags)flags, unchecked((uint)stream), payload);

    static readonly Gen<byte[]> Garbage = Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf();

    [Fact]
    public void Header_is_as_documented()
    {
        var bytes = AgentPeer.Bytes(new AgentFrame(AgentOp.StandardOutput, AgentFlags.EndOfFile, 0x01020304, new byte[] { 9, 8 }));

        Assert.Equal("F5534D56-14-01-0E24-04030201-02000000-0908", string.Join('-', Fields(bytes)));
    }

    [Fact]
    public void What_is_encoded_is_decoded() => Prop.ForAll(Arb.From(Frames), frame =>
    {
        var bytes = AgentPeer.Bytes(frame);
        var found = AgentFrame.TryDecode(bytes, out var decoded, out var consumed);
        return found && consumed == bytes.Length && Same(frame, decoded);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Frames_arrive_in_any_chunks_and_with_any_garbage_between_them() => Prop.ForAll(
        Arb.From(Frames.ListOf()), Arb.From(Garbage), Arb.From(Gen.Choose(1, 5000)),
        (frames, garbage, chunk) =>
        {
            byte[] bytes = [.. frames.SelectMany(frame => garbage.Concat(AgentPeer.Bytes(frame)))];
            var read = ReadAll(new AgentChunkedStream(bytes, chunk));
            return read.Count == frames.Count && frames.Zip(read).All(pair => Same(pair.First, pair.Second));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_frame_without_its_end_is_none() => Prop.ForAll(Arb.From(Frames), Arb.From(Gen.Choose(1, 1000)), (frame, missing) =>
    {
        var bytes = AgentPeer.Bytes(frame);
        return !AgentFrame.TryDecode(bytes.AsMemory(0, Math.Max(0, bytes.Length - missing)), out _, out var consumed) && consumed == 0;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_header_with_any_byte_changed_is_none() => Prop.ForAll(
        Arb.From(Gen.Choose(0, AgentFrame.HeaderSize - 1)), Arb.From(Gen.Choose(1, 254)), (at, difference) =>
        {
            var bytes = AgentPeer.Bytes(AgentOp.Ping, 7);
            // Fletcher's sum takes 0 and 255 for the same: those are left to the magic and the length.
            var changed = (byte)((bytes[at] + difference) % 255);
            if (changed % 255 == bytes[at] % 255)
                return true;
            bytes[at] = changed;
            return !AgentFrame.TryDecode(bytes, out _, out _);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_length_that_is_too_large_is_garbage()
    {
        var bytes = new byte[AgentFrame.HeaderSize];
        new AgentFrame(AgentOp.Ping, 1).Encode(bytes);
        bytes[14] = 1;
        bytes[12] = 1;
        // The check made right again, so that the length alone is wrong.
        var summed = Enumerable.Range(0, 16).Where(i => i is not (6 or 7));
        var sums = summed.Aggregate((A: 0, B: 0), (s, i) => (s.A + bytes[i], s.B + s.A + bytes[i]));
        (bytes[6], bytes[7]) = ((byte)(sums.A % 255), (byte)(sums.B % 255));
        var found = AgentFrame.TryDecode(bytes, out _, out var consumed);

        Assert.False(found);
        Assert.Equal(bytes.Length, consumed);
    }

    static bool Same(AgentFrame one, AgentFrame other) =>
        (one.Op, one.Flags, one.Stream) == (other.Op, other.Flags, other.Stream) && one.Payload.Span.SequenceEqual(other.Payload.Span);

    static List<AgentFrame> ReadAll(Stream stream)
    {
        var reader = new AgentFrameReader(stream);
        var frames = new List<AgentFrame>();
        while (reader.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult() is { } frame)
            frames.Add(frame with { Payload = frame.Payload.ToArray() });
        return frames;
    }

    static IEnumerable<string> Fields(byte[] bytes)
    {
        int[] ends = [4, 5, 6, 8, 12, 16, bytes.Length];
        var start = 0;
        foreach (var end in ends)
        {
            yield return Convert.ToHexString(bytes[start..end]);
            start = end;
        }
    }
}
