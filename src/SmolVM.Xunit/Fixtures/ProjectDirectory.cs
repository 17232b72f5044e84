using System.Reflection;
using SmolVM.Errors;

namespace SmolVM.Xunit.Fixtures;

/// <summary>
/// The directory of the test project. The compiler's own idea of source paths does not do: deterministic builds rewrite it.
/// </summary>
internal static class ProjectDirectory
{
    const string Key = "SmolVM.ProjectDirectory";

    /// <summary>A path as the attribute has it, made absolute; absolute ones and <c>~</c> as they are.</summary>
    /// <param name="assembly">The assembly of the tests.</param>
    /// <param name="path">The path.</param>
    /// <exception cref="SmolVmException">The path is relative, and the assembly does not say where its project is.</exception>
    public static string Resolve(Assembly assembly, string path) =>
        Path.IsPathRooted(path) || path.StartsWith('~') ? path : Path.GetFullPath(path, Of(assembly, path));

    static string Of(Assembly assembly, string path) =>
        assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == Key)?.Value
        ?? throw new SmolVmException(
            ErrorCodes.Option,
            $"'{path}' is a relative path, and {assembly.GetName().Name} does not say where its project is. Import SmolVM.Xunit.targets "
            + "into the project (the package does), or give a full path.");
}
