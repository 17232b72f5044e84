namespace SmolVM.Xunit.Tests.Infra;

/// <summary>The four ways in which users run their tests.</summary>
static class Runner
{
    public const string Platform = "dotnet test (Microsoft.Testing.Platform)";
    public const string VsTest = "dotnet test (VSTest)";
    public const string Native = "native executable";
    public const string Xunit4 = "xunit 4";

    const string Suite = "Suite.Runners";

    public static async Task<ChildRun> RunAsync(
        ChildProjects projects, string name, IReadOnlyDictionary<string, string?> environment) => name switch
        {
            Platform => await (await projects.Xunit3Async()).DotnetTestAsync(
                environment, file => ["--filter-namespace", Suite, "--report-xunit-trx", "--report-xunit-trx-filename", file]),
            VsTest => await (await projects.VsTestAsync()).DotnetTestAsync(
                environment, file => ["--filter", $"FullyQualifiedName~{Suite}", "--logger", $"trx;LogFileName={file}"]),
            Native => await (await projects.Xunit3Async()).NativeAsync(environment, "-namespace", Suite),
            Xunit4 => await (await projects.Xunit4Async()).AutomatedAsync(environment, "-namespace", Suite),
            _ => throw new ArgumentException($"There is no runner '{name}'.", nameof(name)),
        };
}
