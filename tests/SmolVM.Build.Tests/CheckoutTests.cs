using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests;

/// <summary>The use that the README shows: a project that imports the files of a checkout and says nothing else.</summary>
public sealed class CheckoutTests
{
    [Fact(Timeout = 120_000)]
    public async Task The_imports_alone_find_the_tasks_that_the_checkout_builds()
    {
        using var project = new TestProject(properties: "<SmolTasksAssembly />");

        var result = await project.BuildAsync("-getProperty:SmolTasksAssembly");

        Assert.Equal(Repository.Path("src/SmolVM.Build/bin/Debug/net10.0/SmolVM.Build.dll"), result.Output.Trim());
    }

    [Fact(Timeout = 120_000)]
    public async Task Tasks_that_are_not_built_are_refused_with_the_command_that_builds_them()
    {
        using var project = new TestProject(properties: "<SmolTasksAssembly>/no/SmolVM.Build.dll</SmolTasksAssembly>");

        var result = await project.BuildAsync("-t:_SmolEnsureTasks");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("error SMOL0001: /no/SmolVM.Build.dll is not there. Run: dotnet build ", result.Output, StringComparison.Ordinal);
    }
}
