using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests.Run;

/// <summary>What somebody sees whose program or tests cannot run in a machine: before anything has started.</summary>
public sealed class RunRefusalTests(RunRefusalTests.Built built) : IClassFixture<RunRefusalTests.Built>
{
    /// <summary>A program that was built for the host alone.</summary>
    public sealed class Built : IAsyncLifetime
    {
        internal TestProject Project { get; } = new();

        public async ValueTask InitializeAsync() => (await Project.BuildAsync()).EnsureSuccess();

        public ValueTask DisposeAsync()
        {
            Project.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    [Fact(Timeout = 120_000)]
    public Task A_program_that_was_not_published_for_a_machine() => RefusesAsync("run", "--no-build", "-p:SmolRun=true");

    [Fact(Timeout = 120_000)]
    public Task An_engine_that_does_not_carry_streams() =>
        RefusesAsync("run", "--no-build", "-p:SmolRun=true", "-p:SmolImage=host", "-p:SmolEngine=smolvm");

    [Fact(Timeout = 120_000)]
    public Task A_machine_that_cannot_be() =>
        RefusesAsync("run", "--no-build", "-p:SmolRun=true", "-p:SmolImage=host", "-p:SmolMemory=64");

    [Fact(Timeout = 120_000)]
    public Task Tests_that_are_not_of_the_testing_platform() =>
        RefusesAsync("build", "--no-restore", "-p:SmolTest=true", "-p:IsTestProject=true");

    [Fact(Timeout = 120_000)]
    public Task The_other_mode_of_dotnet_test() => RefusesAsync("test", "--no-build", "-p:SmolTest=true");

    async Task RefusesAsync(params string[] arguments)
    {
        var run = await built.Project.RunAsync(arguments);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(built.Project.RunDirectory));
        await Verify(run.Error(built.Project));
    }
}
