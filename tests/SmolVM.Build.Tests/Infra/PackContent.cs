using System.Formats.Tar;
using SmolVM.Packs;
using SmolVM.Processes;

namespace SmolVM.Build.Tests.Infra;

/// <summary>What is in a pack.</summary>
static class PackContent
{
    /// <summary>The text of a file, which must be in the pack's layer.</summary>
    public static async Task<string> TextAsync(string pack, string path, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryDirectory();
        await using var reader = await PackReader.OpenAsync(pack, cancellationToken);
        var extracted = await reader.ExtractAsync(folder["pack"], new CommandRunner(), cancellationToken);
        await using var layer = File.OpenRead(Assert.Single(extracted.Layers));
        await using var tar = new TarReader(layer);
        var names = new List<string>();
        while (await tar.GetNextEntryAsync(copyData: true, cancellationToken) is { } entry)
        {
            names.Add(entry.Name);
            if (entry.Name.TrimStart('.', '/') == path)
                return await new StreamReader(entry.DataStream!).ReadToEndAsync(cancellationToken);
        }
        Assert.Fail($"There is no '{path}' among: {string.Join(' ', names)}");
        return "";
    }
}
