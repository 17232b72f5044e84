using System.Diagnostics;
using SmolVM.Processes;

namespace SmolVM.Tests.Processes;

/// <summary>Waits for processes that are not children of the test to be gone.</summary>
static class Ended
{
    public static async Task SoonAsync(int pid, TimeSpan? limit = null)
    {
        var clock = Stopwatch.StartNew();
        while (ProcessStat.OfLiving(pid) is not null)
        {
            Assert.True(clock.Elapsed < (limit ?? TimeSpan.FromSeconds(20)), $"Process {pid} still runs after {clock.Elapsed}.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
