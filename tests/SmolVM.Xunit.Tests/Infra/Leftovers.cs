using System.Diagnostics;
using SmolVM.Processes;

namespace SmolVM.Xunit.Tests.Infra;

/// <summary>What must not be there after a run of a project, however it ended.</summary>
static class Leftovers
{
    // Less than the minute after which a guest that nobody listens to ends by itself.
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(40);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The hypervisors of a project: its run directory stands in their command lines.</summary>
    public static IReadOnlyList<ProcessStat> Hypervisors(ChildProject project) =>
    [
        .. ProcessStat.All().Where(
            process => process.CommandLine().Contains($"path={project.RunDirectory}", StringComparison.Ordinal)),
    ];

    /// <summary>The test host among what started a hypervisor.</summary>
    public static ProcessStat HostOf(ProcessStat hypervisor, ChildProject project)
    {
        var parent = ProcessStat.OfLiving(hypervisor.Parent);
        while (parent is not null && !parent.CommandLine().StartsWith(project.Program, StringComparison.Ordinal))
            parent = ProcessStat.OfLiving(parent.Parent);
        return parent ?? throw new InvalidOperationException($"No {project.Program} started {hypervisor.CommandLine()}.");
    }

    public static IReadOnlyList<string> RunDirectories(ChildProject project) =>
        Path.Combine(project.RunDirectory, "smolvm") is var root && Directory.Exists(root) ? Directory.GetFileSystemEntries(root) : [];

    /// <summary>
    /// Waits for the end of hypervisors that were told to; nothing tells the end of a process that is no child but a look.
    /// </summary>
    public static async Task EndAsync(ChildProject project)
    {
        var clock = Stopwatch.StartNew();
        while (Hypervisors(project) is { Count: > 0 } left)
        {
            var still = string.Join(", ", left.Select(process => process.CommandLine()));
            Assert.True(clock.Elapsed < Deadline, $"Still there after {clock.Elapsed}: {still}");
            await Task.Delay(20, Token);
        }
    }
}
