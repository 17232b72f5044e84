using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace SmolVM.Tests.Conventions;

/// <summary>Imports point downward only: a folder may use itself and those before it.</summary>
public sealed partial class LayerTests
{
    static readonly string[][] Layers =
        [["Errors"], ["Processes", "Mounts"], ["Guests"], ["Machines"], ["Packs"], ["Images"], ["Smolvm", "Qemu"]];

    public static TheoryData<string> Folders => [.. Layers.SelectMany(layer => layer)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_imports_only_from_below(string folder)
    {
        var level = Array.FindIndex(Layers, layer => layer.Contains(folder));
        string[] allowed = [folder, .. Layers.Take(level).SelectMany(layer => layer)];
        var path = Path.Combine(Source(), folder);
        var files = Directory.Exists(path) ? Directory.GetFiles(path, "*.cs", SearchOption.AllDirectories) : [];

        var wrong = from file in files
                    from Match match in Import().Matches(File.ReadAllText(file))
                    where !allowed.Contains(match.Groups[1].Value)
                    select $"{Path.GetFileName(file)} imports {match.Groups[1].Value}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_root_folder_chooses_engines_and_nothing_else() =>
        Assert.Equal(["EngineChoice.cs", "MachineEngines.cs"], Directory.GetFiles(Source(), "*.cs").Select(Path.GetFileName).Order());

    [Fact]
    public void Only_Processes_starts_host_programs()
    {
        var wrong = Directory.GetFiles(Source(), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) != "Processes")
            .Where(file => File.ReadAllText(file).Contains("System.Diagnostics.Process", StringComparison.Ordinal)
                || File.ReadAllText(file).Contains("ProcessStartInfo", StringComparison.Ordinal));

        Assert.Empty(wrong);
    }

    static string Source([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "src", "SmolVM"));

    [GeneratedRegex(@"\bSmolVM\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Import();
}
