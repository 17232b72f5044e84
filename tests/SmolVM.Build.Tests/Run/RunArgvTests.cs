using SmolVM.Errors;
using SmolVM.Mounts;
using SmolVM.Run;

namespace SmolVM.Build.Tests.Run;

/// <summary>The command line that stands between <c>dotnet run</c> and a program in a machine.</summary>
public sealed class RunArgvTests : IDisposable
{
    readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task Of_a_project_that_says_nothing() =>
        Verify(string.Join('\n', RunArgv.Format("dotnet", "/tasks/SmolVM.Run.dll", new RunRequest { Program = ["/app/bin/app"] })));

    [Fact]
    public Task Of_a_project_that_says_everything() => Verify(
        string.Join('\n', RunArgv.Format("/usr/bin/dotnet", "/tasks/SmolVM.Run.dll", Everything()))
            .Replace(folder.Path, "{folder}", StringComparison.Ordinal));

    [Fact]
    public void What_is_written_is_read_again()
    {
        var asked = Everything();

        var read = RunArgv.Parse([.. RunArgv.Format("dotnet", "SmolVM.Run.dll", asked).Skip(2)]);

        Assert.Equal(asked.Mounts, read.Mounts);
        Assert.Equal(asked.Environment, read.Environment);
        Assert.Equal(asked.Program, read.Program);
        Assert.Equal(
            asked with { Mounts = [], Environment = read.Environment, Program = [] },
            read with { Mounts = [], Program = [] });
    }

    [Theory]
    [InlineData("'--nothing' is not one of its options", "--nothing", "--", "app")]
    [InlineData("no program is named behind '--'", "--image", "base")]
    [InlineData("no program is named behind '--'", "--image", "base", "--")]
    [InlineData("'two' is no number", "--cpus", "two", "--", "app")]
    [InlineData("the last option has no value", "--memory")]
    public void What_it_does_not_write_is_refused(string fact, params string[] arguments)
    {
        var refusal = Assert.Throws<SmolVmException>(() => RunArgv.Parse(arguments));

        Assert.Equal(
            (ErrorCodes.Option, $"SmolVM.Run cannot read its command line: {fact}. Start it with dotnet run -p:SmolRun=true."),
            (refusal.Code, refusal.Message));
    }

    RunRequest Everything() => new()
    {
        Engine = "qemu",
        Image = "./a root",
        Init = "/sbin/init",
        Cpus = 4,
        MemoryMiB = 2048,
        Network = true,
        BootTimeout = TimeSpan.FromSeconds(90),
        Mounts =
        [
            new WorkspaceMount(folder.Make("it's a, project"), "/home/me/it's a, project"),
            new WorkspaceMount(folder.Make("re:ports"), "/reports", "reports", writable: true),
        ],
        Environment = new Dictionary<string, string> { ["B"] = "with = and \"quotes\"", ["A"] = "" },
        Directory = "/home/me/it's a, project",
        Results = "/home/me/it's a, project/bin/TestResults",
        Program = ["/home/me/it's a, project/bin/app", "--", "a b"],
    };
}
