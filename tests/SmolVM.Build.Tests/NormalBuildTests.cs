using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests;

/// <summary>A project that has the targets builds as if it had not, whatever was published for a machine in between.</summary>
public sealed class NormalBuildTests
{
    [Fact(Timeout = 240_000)]
    public Task Publishing_for_a_machine_leaves_the_build_alone() => Leaves_the_build_alone("");

    [Fact(Timeout = 240_000)]
    [Trait("Category", "Stress")]
    public Task Publishing_for_a_machine_leaves_a_build_for_the_same_runtime_alone() => Leaves_the_build_alone("""
        <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
        <SelfContained>false</SelfContained>
        <AppendRuntimeIdentifierToOutputPath>false</AppendRuntimeIdentifierToOutputPath>
        """);

    static async Task Leaves_the_build_alone(string properties)
    {
        using var project = new TestProject("""<ProjectReference Include="../library/library.csproj" />""", properties);
        project.Write("../library/library.csproj", """
            <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>
            """);
        (await project.BuildAsync()).EnsureSuccess();
        var before = Output(project);

        (await project.BuildAsync("-t:_SmolPublish")).EnsureSuccess();

        Assert.Equal(before, Output(project));
        Assert.True(File.Exists(Path.Combine(project.Folder, "obj/Debug/net10.0/smolpack/publish/libcoreclr.so")));
        Assert.True(File.Exists(Path.Combine(project.Folder, "obj/Debug/net10.0/smolpack/publish/library.dll")));
        Assert.DoesNotContain(before, file => file.Path.EndsWith("libcoreclr.so", StringComparison.Ordinal));
    }

    static List<(string Path, DateTime Written)> Output(TestProject project) =>
    [
        .. Directory.GetFiles(project.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(file => file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/smolpack/", StringComparison.Ordinal))
            .Select(file => (file, File.GetLastWriteTimeUtc(file))),
    ];
}
