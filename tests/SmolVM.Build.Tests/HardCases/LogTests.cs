using Microsoft.Build.Logging.StructuredLogger;
using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests.HardCases;

/// <summary>What a build tells of a pack, and what later readers find in its log.</summary>
public sealed class LogTests
{
    [Fact(Timeout = 300_000)]
    public async System.Threading.Tasks.Task The_terminal_shows_the_pack_and_the_binary_log_holds_the_argv()
    {
        using var project = TestProject.Small("<SmolProvision Include='echo said in the guest' />");
        project.Environment["MSBUILDTERMINALLOGGER"] = "on";

        var build = await project.BuildAsync("-t:SmolPack", "-tl:on", "-bl:../build.binlog");

        build.EnsureSuccess();
        var log = BinaryLog.ReadBuild(Path.Combine(project.Root, "build.binlog"));
        var pack = Assert.Single(log.FindChildrenRecursive<Microsoft.Build.Logging.StructuredLogger.Task>(task => task.Name == "SmolPack"));
        Assert.Contains($"path={project.RunDirectory}/smolvm/", pack.CommandLineArguments, StringComparison.Ordinal);
        Assert.StartsWith("'qemu-system-x86_64' '-name' 'smol-", pack.CommandLineArguments, StringComparison.Ordinal);
        Assert.Contains(pack.FindChildrenRecursive<Message>(), message => message.Text.Trim() == "said in the guest");
        await Verify(TerminalText.Of(build, project));
    }

    [Fact(Timeout = 300_000)]
    public async System.Threading.Tasks.Task The_terminal_shows_an_error_with_its_code()
    {
        using var project = TestProject.Small();
        project.Environment["MSBUILDTERMINALLOGGER"] = "on";

        var build = await project.BuildAsync("-t:SmolPack", "-tl:on", "-p:SmolNet=perhaps");

        Assert.Equal(1, build.ExitCode);
        await Verify(TerminalText.Of(build, project));
    }
}
