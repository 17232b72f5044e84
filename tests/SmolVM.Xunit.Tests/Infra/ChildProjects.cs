using SmolVM.Xunit.Tests.Infra;

[assembly: AssemblyFixture(typeof(ChildProjects))]

namespace SmolVM.Xunit.Tests.Infra;

/// <summary>Test projects as users have them: they take the package from a feed, and are built when a test first asks for them.</summary>
public sealed class ChildProjects : IAsyncLifetime
{
    const string Version = "0.1.0-child";

    const string Xunit3 = """
        <TestingPlatformDotnetTestSupport>true</TestingPlatformDotnetTestSupport>
        """;

    readonly TemporaryDirectory folder = new();
    readonly Lazy<Task<string>> feed;
    readonly Lazy<Task<ChildProject>> xunit3;
    readonly Lazy<Task<ChildProject>> assembly;
    readonly Lazy<Task<ChildProject>> vsTest;
    readonly Lazy<Task<ChildProject>> xunit4;
    int places;

    public ChildProjects()
    {
        feed = new(PackAsync);
        xunit3 = new(() => BuildAsync(
            "xunit3", Xunit3, ["xunit.v3/3.2.2"], ["Runners.cs", "Record.cs", "Scopes.cs", "Budgeted.cs", "Failures.cs", "Ends.cs", "Engines.cs"]));
        assembly = new(() => BuildAsync("assembly", Xunit3, ["xunit.v3/3.2.2"], ["Assembly.cs", "Record.cs"]));
        vsTest = new(() => BuildAsync(
            "vstest", "", ["xunit.v3/3.2.2", "xunit.runner.visualstudio/3.1.5", "Microsoft.NET.Test.Sdk/18.0.1"],
            ["Runners.cs", "Ends.cs"]));
        xunit4 = new(() => BuildAsync(
            "xunit4",
            "",
            ["xunit.v3.extensibility.core/4.0.2", "xunit.v3.assert/4.0.2", "xunit.v3.runner.inproc.console/4.0.2"],
            ["Runners.cs", "Parallel.cs", "Main.cs"]));
    }

    /// <summary>xunit 3 on Microsoft.Testing.Platform, with its native runner.</summary>
    internal Task<ChildProject> Xunit3Async() => ApartAsync(xunit3);

    /// <summary>The same, with a machine of its assembly.</summary>
    internal Task<ChildProject> AssemblyAsync() => ApartAsync(assembly);

    /// <summary>xunit 3 under VSTest.</summary>
    internal Task<ChildProject> VsTestAsync() => ApartAsync(vsTest);

    /// <summary>xunit 4, put together from its parts.</summary>
    internal Task<ChildProject> Xunit4Async() => ApartAsync(xunit4);

    async Task<ChildProject> ApartAsync(Lazy<Task<ChildProject>> project) => (await project.Value).Apart(Interlocked.Increment(ref places));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A project that is written and not built.</summary>
    internal async Task<ChildProject> WriteAsync(
        string name, string properties, string[] packages, params (string Name, string Text)[] sources)
    {
        var project = new ChildProject(folder.Make(name), name);
        var references = string.Join("\n    ", packages.Append($"SmolVM.Xunit/{Version}").Select(package =>
            $"""<PackageReference Include="{package.Split('/')[0]}" Version="{package.Split('/')[1]}" />"""));
        project.Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Packages}" /></config>
              <fallbackPackageFolders><add key="user" value="{UserPackages}" /></fallbackPackageFolders>
              <packageSources><add key="built" value="{await feed.Value}" /></packageSources>
            </configuration>
            """);
        project.Write($"{name}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <NuGetAudit>false</NuGetAudit>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {references}
              </ItemGroup>
            </Project>
            """);
        project.Write("data.txt", "from the project\n");
        foreach (var (file, text) in sources)
            project.Write(file, text);
        return project;
    }

    async Task<ChildProject> BuildAsync(string name, string properties, string[] packages, string[] suite)
    {
        var project = await WriteAsync(
            name,
            properties,
            packages,
            [.. suite.Select(file => (file, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Suite", file))))]);
        // Which of the two dotnet test is, global.json decides.
        if (properties.Length > 0)
            project.Write("global.json", """{ "test": { "runner": "Microsoft.Testing.Platform" } }""");
        await Dotnet.BuildAsync(project.Folder, "build");
        return project;
    }

    // What the feed has to send is kept from run to run; what this repository makes is not.
    static string Packages => Path.Combine(AppContext.BaseDirectory, "packages");

    static string UserPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    async Task<string> PackAsync()
    {
        var path = folder.Make("feed");
        foreach (var stale in new[] { "smolvm", "smolvm.xunit" }.Select(id => Path.Combine(Packages, id)).Where(Directory.Exists))
            Directory.Delete(stale, recursive: true);
        foreach (var name in (string[])["SmolVM", "SmolVM.Xunit"])
            await Dotnet.BuildAsync(Repository.Path($"src/{name}"), "pack", "--no-build", "-o", path, $"-p:Version={Version}");
        return path;
    }
}
