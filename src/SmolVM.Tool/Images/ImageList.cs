using System.CommandLine;
using SmolVM.Images;
using SmolVM.Qemu;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Images;

/// <summary><c>image ls</c>: what is in the cache.</summary>
internal static class ImageList
{
    public static Command Create()
    {
        var all = new Option<bool>("--all", "-a") { Description = "List kits, tools and frozen machines too" };
        var json = new Option<bool>("--json") { Description = "Print the list as JSON" };
        var command = new Command("ls", "List the images of the cache.") { all, json };
        command.Aliases.Add("list");
        command.Runs(call =>
        {
            var content = CacheContent.Of(SmolCache.Open());
            var lines = content.List()
                .Where(entry => call.Value(all) || entry.Area == ImageArea.Name)
                .OrderByDescending(entry => entry.LastUse)
                .Select(entry => CacheLine.Of(entry, content.IsUsed(entry)))
                .ToList();
            if (call.Value(json))
                call.Console.Json(lines);
            else
                call.Console.Table(CacheLine.Headings, [.. lines.Select(line => line.Cells(DateTimeOffset.UtcNow))]);
            return Task.CompletedTask;
        });
        return command;
    }
}
