using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SmolVM.Processes;

namespace SmolVM.Tests.Processes;

public sealed class CapturedTextTests
{
    static readonly Arbitrary<PositiveInt> Size = ArbMap.Default.ArbFor<PositiveInt>();

    static string Capture(int limit, params byte[][] chunks)
    {
        var text = new CapturedText(limit);
        foreach (var chunk in chunks)
            text.Append(chunk, flush: false);
        text.Append([], flush: true);
        return text.ToString();
    }

    [Fact]
    public void Text_within_the_limit_is_whole_however_the_bytes_are_cut() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(), Size, (text, size) =>
        {
            var bytes = Encoding.UTF8.GetBytes(text.Get);
            return Capture(text.Get.Length + 1, [.. bytes.Chunk(size.Get)]) == Encoding.UTF8.GetString(bytes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Longer_text_keeps_its_first_and_last_half_however_the_bytes_are_cut() => Prop.ForAll(
        Size, Size, Size, (limit, more, size) =>
        {
            var text = string.Concat(Enumerable.Range(0, limit.Get + more.Get).Select(i => (char)('a' + i % 26)));
            var head = limit.Get - limit.Get / 2;
            return Capture(limit.Get, [.. Encoding.UTF8.GetBytes(text).Chunk(size.Get)])
                == $"{text[..head]}\n[… {more.Get} characters left out …]\n{text[^(limit.Get / 2)..]}";
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cut_through_a_character_of_two_halves_leaves_it_out() =>
        Assert.Equal("a\n[… 2 characters left out …]\nb", Capture(4, Encoding.UTF8.GetBytes("a😀😀b")));

    [Fact]
    public void Bytes_that_are_no_text_are_replaced() => Assert.Equal("a\ufffdb\ufffd", Capture(10, [(byte)'a', 0xff, (byte)'b', 0xc3]));
}
