using Microsoft.Build.Utilities;

namespace SmolVM.Build.Tests.Infra;

/// <summary>The task as the targets call it, and items as a project writes them.</summary>
static class Tasks
{
    public const string ProjectFile = "/projects/app/app.csproj";

    public static SmolPack Pack(BuildEngineFake engine) => new()
    {
        BuildEngine = engine,
        ProjectFile = ProjectFile,
        MountProject = "false",
        Output = Path.Combine(Path.GetTempPath(), "app.smolmachine"),
        ErrorPages = "https://example.org/errors/",
    };

    public static TaskItem Item(string spec, params (string Name, string Value)[] metadata) =>
        new(spec, metadata.ToDictionary(pair => pair.Name, pair => pair.Value));
}
