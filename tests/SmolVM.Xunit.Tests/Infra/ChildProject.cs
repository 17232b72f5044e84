namespace SmolVM.Xunit.Tests.Infra;

/// <summary>A test project in a directory of its own, and ways to run it.</summary>
/// <param name="folder">The project's directory.</param>
/// <param name="name">Its name.</param>
/// <param name="place">The name of the place where its runs leave what they leave.</param>
sealed class ChildProject(string folder, string name, string place = "0")
{
    const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Folder => folder;

    /// <summary>The program that is the test project.</summary>
    public string Program => Path.Combine(folder, "bin/Debug/net10.0", name);

    /// <summary>Where machines of this project's runs have their run directories; short enough for sockets.</summary>
    public string RunDirectory => Directory.CreateDirectory(Path.Combine(folder, $"run{place}"), Private).FullName;

    /// <summary>The same project with a place of its own for what its runs leave: tests run side by side.</summary>
    public ChildProject Apart(int number) => new(folder, name, $"{number}");

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(folder, file), text);

    /// <summary>The project's own runner; the report is a TRX file, and from xunit 4, which has no writer for it, lines of JSON.</summary>
    public async Task<ChildRun> NativeAsync(IReadOnlyDictionary<string, string?> environment, params IReadOnlyList<string> arguments)
    {
        var trx = Path.Combine(folder, Path.GetRandomFileName() + ".trx");
        var result = await Dotnet.RunAsync(folder, Surroundings(environment), [Program, "-noColor", .. arguments, "-trx", trx]);
        return new ChildRun(result, TrxReport.Read(trx, folder));
    }

    public async Task<ChildRun> AutomatedAsync(IReadOnlyDictionary<string, string?> environment, params IReadOnlyList<string> arguments)
    {
        var result = await Dotnet.RunAsync(folder, Surroundings(environment), [Program, "-automated", .. arguments]);
        return new ChildRun(result, JsonReport.Read(result.StandardOutput));
    }

    /// <summary><c>dotnet test</c> in either mode.</summary>
    public async Task<ChildRun> DotnetTestAsync(
        IReadOnlyDictionary<string, string?> environment, Func<string, IReadOnlyList<string>> report)
    {
        var file = Path.GetRandomFileName() + ".trx";
        var results = Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName;
        var result = await Dotnet.RunAsync(
            folder, Surroundings(environment), ["dotnet", "test", "--no-build", "--results-directory", results, .. report(file)]);
        return new ChildRun(result, TrxReport.Read(Path.Combine(results, file), results));
    }

    /// <summary>What a run of this project has around it: places of its own for all that it leaves.</summary>
    public Dictionary<string, string?> Surroundings(IReadOnlyDictionary<string, string?> environment) => new(environment)
    {
        ["XDG_RUNTIME_DIR"] = RunDirectory,
        ["TMPDIR"] = Directory.CreateDirectory(Path.Combine(folder, $"tmp{place}")).FullName,
    };
}
