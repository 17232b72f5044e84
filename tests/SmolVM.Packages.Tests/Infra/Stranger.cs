namespace SmolVM.Packages.Tests.Infra;

/// <summary>
/// Somebody who has the packages and nothing else of ours: a folder outside the repository with a NuGet.config, a package cache and
/// templates of its own. What other feeds have to send is taken from the user's cache where it is there.
/// </summary>
sealed class Stranger : IDisposable
{
    readonly TemporaryDirectory folder = new();

    public Stranger(PackedPackages packages)
    {
        Environment = new()
        {
            ["XDG_RUNTIME_DIR"] = RunDirectory,
            ["NUGET_PACKAGES"] = null,
        };
        WriteConfiguration($"""<packageSources><add key="smolvm" value="{packages.Folder}" /></packageSources>""");
    }

    public string Root => folder.Path;

    public string this[string name] => folder[name];

    /// <summary>Where machines have their run directories: short enough for sockets.</summary>
    public string RunDirectory => folder.Make("run");

    public Dictionary<string, string?> Environment { get; }

    public Task<ShellResult> DotnetAsync(string project, params IReadOnlyList<string> arguments) =>
        Shell.RunAsync(Directory.CreateDirectory(folder[project]).FullName, Environment, ["dotnet", .. arguments]);

    /// <summary><c>dotnet new</c>, whose templates are kept here and not with the user's.</summary>
    public Task<ShellResult> NewAsync(params IReadOnlyList<string> arguments) =>
        Shell.RunAsync(Root, Environment, ["dotnet", "new", .. arguments, "--debug:custom-hive", folder["templates"]]);

    /// <summary>Puts text before the end of a project file.</summary>
    public void Extend(string projectFile, string text)
    {
        var before = File.ReadAllText(folder[projectFile]);
        folder.Write(projectFile, before.Replace("</Project>", text + "\n</Project>", StringComparison.Ordinal));
    }

    /// <summary>For whoever adds it again.</summary>
    public void ForgetTheSource() => WriteConfiguration("");

    public void Dispose() => folder.Dispose();

    void WriteConfiguration(string sources) => folder.Write("nuget.config", $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="{folder["cache"]}" /></config>
          <fallbackPackageFolders><add key="user" value="{UserPackages}" /></fallbackPackageFolders>
          {sources}
        </configuration>
        """);

    static string UserPackages => System.Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
