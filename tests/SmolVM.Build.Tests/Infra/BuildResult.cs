namespace SmolVM.Build.Tests.Infra;

/// <summary>How a build ended and all that it said.</summary>
sealed record BuildResult(int ExitCode, string Output)
{
    /// <summary>Each error once, as the summary has it, without the paths of this run.</summary>
    public string Errors(TestProject project)
    {
        var summary = Output[Output.LastIndexOf("Build FAILED.", StringComparison.Ordinal)..];
        var errors = summary.Split('\n').SkipWhile(line => !line.Contains(": error ", StringComparison.Ordinal))
            .TakeWhile(line => !line.EndsWith("Warning(s)", StringComparison.Ordinal));
        return string.Join('\n', errors).Replace(project.Root, "{root}", StringComparison.Ordinal);
    }

    /// <summary>The first line with an error of a command that makes no summary, without the paths of this run.</summary>
    public string Error(TestProject project) =>
        Output.Split('\n').First(line => line.Contains("error ", StringComparison.Ordinal)).Trim()
            .Replace(project.Root, "{root}", StringComparison.Ordinal);

    public void EnsureSuccess() => Assert.True(ExitCode == 0, Output);
}
