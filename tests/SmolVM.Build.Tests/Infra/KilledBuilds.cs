using System.Diagnostics;
using System.Globalization;

namespace SmolVM.Build.Tests.Infra;

/// <summary>Builds of a project that are killed at random moments between their first line and their end.</summary>
sealed class KilledBuilds(TestProject project, Random random)
{
    // More than any takes; a build that was faster says how long the next one may take.
    TimeSpan whole = TimeSpan.FromMinutes(1);

    /// <returns>When it was killed, and what it said last.</returns>
    public async Task<string> KillOneAsync()
    {
        while (true)
        {
            File.Delete(project.Pack);
            var begun = Stopwatch.GetTimestamp();
            var delay = whole * random.NextDouble();
            if (await BuildAsync(delay) is { } last)
                return string.Create(CultureInfo.InvariantCulture, $"killed after {delay.TotalSeconds:0.0} s at: {last}");
            whole = Stopwatch.GetElapsedTime(begun);
        }
    }

    /// <returns>Null if it ended before it could be killed.</returns>
    async Task<string?> BuildAsync(TimeSpan delay)
    {
        using var over = new CancellationTokenSource();
        Task<bool>? kill = null;
        var build = await project.BuildAsync(
            (_, processId) =>
            {
                kill ??= KillAsync(processId, delay, over.Token);
                return Task.CompletedTask;
            },
            ["-t:SmolPack", "-v:normal", "--no-restore"]);
        await over.CancelAsync();
        return kill is not null && await kill ? build.Output.TrimEnd().Split('\n')[^1].Trim() : null;
    }

    static async Task<bool> KillAsync(int processId, TimeSpan delay, CancellationToken over)
    {
        // A moment is what this is about; there is no event to wait for.
        await Task.Delay(delay, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (over.IsCancellationRequested)
            return false;
        await Signal.KillAsync(processId);
        return true;
    }
}
