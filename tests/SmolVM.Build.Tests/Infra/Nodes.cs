using System.Diagnostics;

namespace SmolVM.Build.Tests.Infra;

/// <summary>MSBuild's processes that wait for a next build, found by the salt in their environment.</summary>
static class Nodes
{
    /// <summary>Those that take a whole build, entry node and all.</summary>
    public static IReadOnlyList<int> Servers(string salt) => Of(salt, "/nodemode:8");

    /// <summary>Those that take a part of a build.</summary>
    public static IReadOnlyList<int> Workers(string salt) => Of(salt, "/nodemode:1");

    static IReadOnlyList<int> Of(string salt, string mode) =>
    [
        .. from directory in Directory.EnumerateDirectories("/proc")
           where int.TryParse(Path.GetFileName(directory), out _)
           where Text(directory, "environ").Contains($"MSBUILDNODEHANDSHAKESALT={salt}\0", StringComparison.Ordinal)
               && Text(directory, "cmdline").Contains(mode, StringComparison.Ordinal)
           select int.Parse(Path.GetFileName(directory), System.Globalization.CultureInfo.InvariantCulture) into id
           orderby id
           select id,
    ];

    public static void Kill(string salt)
    {
        foreach (var id in Of(salt, "/nodemode:"))
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            process.WaitForExit();
        }
    }

    static string Text(string directory, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(directory, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // It has ended meanwhile, or is not ours.
        }
    }
}
