namespace SmolVM.Build.Tests.Infra;

/// <summary>A moment of another process that nothing but a look tells.</summary>
static class Moment
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    public static async Task WhenAsync(Func<bool> look, string what)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!look())
        {
            Assert.False(limit.IsCancellationRequested, $"Waited {Limit.TotalMinutes} minutes for {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None);
        }
    }
}
