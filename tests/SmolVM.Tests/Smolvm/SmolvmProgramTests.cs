using SmolVM.Errors;
using SmolVM.Processes;
using SmolVM.Smolvm;

namespace SmolVM.Tests.Smolvm;

/// <summary>Which <c>smolvm</c> it is.</summary>
public sealed class SmolvmProgramTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_right_one_on_path_is_asked_two_questions()
    {
        using var script = new ScriptedCli("[ \"$1\" = --version ] && echo 'smolvm 1.9.3'; exit 0");

        var found = await SmolvmProgram.FindAsync(new CommandRunner(), OnPath(script), Token);

        Assert.Equal((new SmolvmVersion(1, 9, 3), null), (found.Version, found.Notice));
        Assert.Equal(["--version", "machine --help"], script.Calls);
    }

    [Fact]
    public async Task One_that_is_named_is_taken_at_its_word()
    {
        using var script = new ScriptedCli("echo 'smolvm 0.8.0'");

        Assert.Equal("0.8.0", (await SmolvmProgram.FindAsync(new CommandRunner(), script.Settings, Token)).Version.ToString());
        Assert.Equal(["--version"], script.Calls);
    }

    [Fact]
    public async Task The_tool_of_this_project_is_driven_where_it_is_named()
    {
        using var script = new ScriptedCli($"echo '{SmolvmVersion.OwnLine("0.1.0")}'");

        Assert.Equal("1.9.3", (await SmolvmProgram.FindAsync(new CommandRunner(), script.Settings, Token)).Version.ToString());
    }

    [Fact]
    public async Task One_that_is_not_there_is_missed_by_name()
    {
        var settings = new SmolvmSettings
        {
            StateFolder = "/none",
            Environment = new Dictionary<string, string?> { ["PATH"] = "/nowhere" },
        };

        var refusal = await Assert.ThrowsAsync<ToolMissingException>(() => SmolvmProgram.FindAsync(new CommandRunner(), settings, Token));

        Assert.StartsWith("There is no smolvm: The program 'smolvm' is not in /nowhere", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("SMOLVM_CLI", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    // CelestoAI's says its version in the same words and knows no machines; older ones know no version either.
    [InlineData("[ \"$1\" = --version ] && { echo 'smolvm 0.0.27'; exit 0; }; echo \"invalid choice: 'machine'\" >&2; exit 2", "CelestoAI")]
    [InlineData("echo 'usage: smolvm [-h] {cleanup,demo} ...' >&2; exit 2", "CelestoAI")]
    [InlineData("echo 'dotnet-smolvm 0.1.0 (takes the arguments of smolvm 1.9.3)'", "'dotnet smolvm' of this project")]
    [InlineData("echo 'hello'", "another program of that name")]
    public async Task Another_program_of_the_name_is_not_taken_for_it(string body, string named)
    {
        using var script = new ScriptedCli(body);

        var refusal = await Assert.ThrowsAsync<SmolVmException>(() => SmolvmProgram.FindAsync(new CommandRunner(), OnPath(script), Token));

        Assert.Equal(ErrorCodes.NoEngine, refusal.Code);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_too_old_is_refused_with_both_versions()
    {
        using var script = new ScriptedCli("[ \"$1\" = --version ] && echo 'smolvm 0.5.11'; exit 0");

        var refusal = await Assert.ThrowsAsync<SmolVmException>(() => SmolvmProgram.FindAsync(new CommandRunner(), OnPath(script), Token));

        Assert.Equal(ErrorCodes.ToolTooOld, refusal.Code);
        Assert.StartsWith("'smolvm' is smolvm 0.5.11, older than 0.5.12.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_newer_is_driven_with_a_line_of_notice()
    {
        using var script = new ScriptedCli("echo 'smolvm 1.14.0'");

        var found = await SmolvmProgram.FindAsync(new CommandRunner(), script.Settings, Token);

        Assert.Equal("smolvm 1.14.0 is newer than 1.9.3, the newest that is known, and is driven as that one", found.Notice);
    }

    static SmolvmSettings OnPath(ScriptedCli script) => script.Settings with
    {
        Cli = null,
        Environment = new Dictionary<string, string?>(script.Settings.Environment) { ["PATH"] = $"{script.Folder}:/usr/bin:/bin" },
    };
}
