using System.Text;
using SmolVM.Smolvm;

namespace SmolVM.Tests.Smolvm;

/// <summary>The guest's bytes between the marks, however the stream is cut.</summary>
public sealed class ExecMarksTests
{
    const string Mark = "00ff";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task What_is_between_the_marks_is_the_guests(int piece)
    {
        var marks = new ExecMarks(Mark, new Pieces("WARN x\n\u001e00ff pid 42\nhello\n\u001e00fe exit 1\n\u001e00ff exit 3\nbye\n", piece));

        await marks.ReadStartAsync(Token);
        var text = await new StreamReader(marks).ReadToEndAsync(Token);

        Assert.Equal(("hello\n\u001e00fe exit 1\n", 42, 3, "WARN x\nbye\n"), (text, marks.Process, marks.Exit, marks.Noise));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task A_stream_that_ends_before_the_last_mark_has_no_exit_code(int piece)
    {
        var marks = new ExecMarks(Mark, new Pieces("\u001e00ff pid 42\nhalf\u001e00f", piece));

        Assert.Equal("half\u001e00f", await new StreamReader(marks).ReadToEndAsync(Token));
        Assert.Null(marks.Exit);
    }

    [Fact]
    public async Task What_is_missing_is_told()
    {
        var marks = new ExecMarks(Mark, new Pieces("\u001e00ff no directory\n", 3));

        await marks.ReadStartAsync(Token);

        Assert.Equal((null, ExecScript.NoDirectory), (marks.Process, marks.Missing));
    }

    [Fact]
    public async Task Without_a_mark_all_is_the_programs_own()
    {
        var marks = new ExecMarks(Mark, new Pieces("Error: vm not found: a\n", 5));

        Assert.Equal("", await new StreamReader(marks).ReadToEndAsync(Token));
        Assert.Equal("Error: vm not found: a\n", marks.Noise);
    }

    sealed class Pieces(string text, int piece) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, piece)], cancellationToken);
    }
}
