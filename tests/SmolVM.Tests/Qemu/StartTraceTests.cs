using SmolVM.Qemu;

namespace SmolVM.Tests.Qemu;

public sealed class StartTraceTests : IDisposable
{
    readonly StringWriter written = new() { NewLine = "\n" };

    public void Dispose() => written.Dispose();

    [Fact]
    public void A_step_is_a_line_with_its_time_and_the_time_since_the_start()
    {
        new StartTrace("m1", written).Phase("spawn");

        Assert.Matches(@"^smolvm m1: spawn      +\d+\.\d ms +\d+\.\d ms\n\z", written.ToString());
    }

    [Fact]
    public void What_the_guest_says_of_a_step_stands_behind_it()
    {
        new StartTrace("m1", written).Phase("wake", "mounts=5120,clock=3");

        Assert.Matches(@" ms  mounts=5120,clock=3\n\z", written.ToString());
    }

    [Fact]
    public void Steps_stand_in_columns()
    {
        var trace = new StartTrace("m1", written);

        trace.Phase("qmp");
        trace.Phase("first exec");

        Assert.Matches(@"^(smolvm m1: .{10} [ \d]{6}\.\d ms [ \d]{7}\.\d ms\n){2}\z", written.ToString());
    }

    [Fact]
    public void A_remark_is_a_line_too()
    {
        new StartTrace("m1", written).Say("new shape");

        Assert.Equal("smolvm m1: new shape\n", written.ToString());
    }

    [Fact]
    public void Without_a_writer_it_is_off_and_says_nothing()
    {
        var trace = new StartTrace("m1", writer: null);

        trace.Phase("spawn");

        Assert.False(trace.IsOn);
    }
}
