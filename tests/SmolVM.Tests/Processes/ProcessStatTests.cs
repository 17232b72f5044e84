using System.Globalization;
using SmolVM.Processes;

namespace SmolVM.Tests.Processes;

public sealed class ProcessStatTests
{
    const string Rest = " 4 10 9 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 987654 9 9";

    [Theory]
    [InlineData("qemu")]
    [InlineData("a b")]
    [InlineData(") R 1 (")]
    public void Name_may_hold_blanks_and_parentheses(string name) =>
        Assert.Equal(new ProcessStat(42, 'S', 4, 9, 987654), ProcessStat.Parse($"42 ({name}) S{Rest}"));

    [Theory]
    [InlineData('R', true)]
    [InlineData('D', true)]
    [InlineData('T', true)]
    [InlineData('Z', false)]
    [InlineData('X', false)]
    public void Zombies_are_dead(char state, bool alive) => Assert.Equal(alive, ProcessStat.Parse($"42 (x) {state}{Rest}").IsAlive);

    [Fact(Timeout = 30_000)]
    public async Task Zombie_of_a_process_that_does_not_reap_is_not_living()
    {
        var line = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        // The shell becomes a program that does not know of its child, before that ends.
        await using var running = Sh.Runner.Start(Sh.Script("sleep 0.2 & echo $!; exec sleep 300") with { Output = Sh.FirstLineTo(line) });
        var zombie = int.Parse(await line.Task.WaitAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);

        await Ended.SoonAsync(zombie);

        Assert.True(Directory.Exists($"/proc/{zombie}"));
    }

    [Fact]
    public void This_process_is_among_all_and_below_its_parent()
    {
        var self = ProcessStat.OfLiving(Environment.ProcessId)!;

        Assert.Contains(ProcessStat.All(), process => process.Pid == self.Pid && process.StartTime == self.StartTime);
        Assert.Contains(ProcessTree.Below(self.Parent), process => process.Pid == self.Pid);
        Assert.Contains("SmolVM.Tests", self.CommandLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tree_holds_descendants_only()
    {
        ProcessStat[] all = [new(2, 'S', 1, 2, 0), new(3, 'S', 2, 2, 0), new(4, 'S', 3, 2, 0), new(5, 'S', 1, 5, 0)];

        Assert.Equal([3, 4], ProcessTree.Below(2, all).Select(process => process.Pid));
    }
}
