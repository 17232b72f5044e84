namespace SmolVM.Build.Tests.Infra;

/// <summary>A small program in a directory of its own, as somebody would have it who uses the package.</summary>
sealed class TestProject : IDisposable
{
    /// <summary>A variable that makes this a project that knows nothing of the package.</summary>
    public const string WithoutPackage = "TEST_WITHOUT_PACKAGE";

    /// <summary>The name has what paths may have in them. Not a semicolon, after which the SDK itself compiles in every build.</summary>
    public TestProject(
        string items = "", string properties = "", string name = "it's a, test dir", string program = "app", string frameworks = "")
    {
        Name = program;
        Root = Directory.CreateTempSubdirectory("smolvm-build-tests-").FullName;
        Environment = new() { ["XDG_RUNTIME_DIR"] = RunDirectory };
        Folder = Directory.CreateDirectory(Path.Combine(Root, name)).FullName;
        Write($"{program}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{Repository.Path("build/SmolVM.Build.props")}" Condition="'$({WithoutPackage})' != 'true'" />
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                {(frameworks.Length > 0
                    ? $"<TargetFrameworks>{frameworks}</TargetFrameworks>"
                    : "<TargetFramework>net10.0</TargetFramework>")}
                <InvariantGlobalization>true</InvariantGlobalization>
                <!-- Whether the feed answers about vulnerabilities is a warning now and then, and no business of these tests. -->
                <NuGetAudit>false</NuGetAudit>
                <SmolTasksAssembly>{typeof(SmolPack).Assembly.Location}</SmolTasksAssembly>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {items}
              </ItemGroup>
              <Import Project="{Repository.Path("build/SmolVM.Build.targets")}" Condition="'$({WithoutPackage})' != 'true'" />
            </Project>
            """);
        Write("Program.cs", """System.Console.WriteLine("Hello from kernel " + System.Environment.OSVersion.Version);""");
    }

    /// <summary>A project whose machines have next to nothing in them, for tests of the build and not of what is packed.</summary>
    public static TestProject Small(
        string items = "", string properties = "", string name = "it's a, test dir", string program = "app", string frameworks = "")
    {
        var project = new TestProject(items, SmallRoot.Property + properties, name, program, frameworks);
        SmallRoot.Write(project);
        return project;
    }

    /// <summary>The name of the project and of its program.</summary>
    public string Name { get; }

    /// <summary>All that this test wrote.</summary>
    public string Root { get; }

    /// <summary>The project's directory.</summary>
    public string Folder { get; }

    /// <summary>Where machines of this project's builds have their run directories: their command lines have this path in them.</summary>
    public string RunDirectory => Directory.CreateDirectory(Path.Combine(Root, "run")).FullName;

    /// <summary>Variables of this project's builds.</summary>
    public Dictionary<string, string> Environment { get; }

    /// <summary>What comes before <c>dotnet</c> on its command line.</summary>
    public IReadOnlyList<string> Prefix { get; set; } = [];

    public string Pack => PackOf("net10.0");

    public string PackOf(string framework) => Path.Combine(Folder, $"bin/Debug/{framework}/smolpack/{Name}.smolmachine");

    public void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    public void Append(string name, string text) => File.AppendAllText(PathOf(name), text);

    string PathOf(string name)
    {
        var path = Path.GetFullPath(name, Folder);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    public Task<BuildResult> BuildAsync(params IReadOnlyList<string> arguments) => BuildAsync(null, arguments);

    public Task<BuildResult> BuildAsync(Func<string, int, Task>? seen, IReadOnlyList<string> arguments) =>
        RunAsync(["build", .. arguments], seen);

    public Task<BuildResult> RunAsync(IReadOnlyList<string> arguments, Func<string, int, Task>? seen = null) =>
        Dotnet.RunAsync(Folder, Environment, Prefix, arguments, seen);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
