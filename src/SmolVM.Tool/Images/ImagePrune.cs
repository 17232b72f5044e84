using System.CommandLine;
using SmolVM.Images;
using SmolVM.Qemu;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Images;

/// <summary><c>image prune</c>: makes room in the cache.</summary>
internal static class ImagePrune
{
    const string DefaultAge = "30d";

    public static Command Create()
    {
        var older = new Option<string>("--older-than")
        {
            Description = "Remove what was not used for so long: 30d, 12h, 90m",
            HelpName = "TIME",
            DefaultValueFactory = _ => DefaultAge,
        };
        older.Validators.Add(result =>
        {
            var text = result.GetValueOrDefault<string>();
            if (Age.Parse(text) is null)
                result.AddError($"'{text}' is no time for '--older-than': write a number and d, h, m or s, such as {DefaultAge}");
        });
        var all = new Option<bool>("--all", "-a") { Description = "Remove all that nothing stands on, however lately it was used" };
        var dry = new Option<bool>("--dry-run") { Description = "Only say what would be removed" };
        var command = new Command(
            "prune", "Remove images, kits, tools and frozen machines that were not used for long. What a machine uses stays.")
        {
            older, all, dry,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(all) is { Implicit: false } && result.GetResult(older) is { Implicit: false })
                result.AddError("the argument '--all' cannot be used with '--older-than <TIME>'");
        });
        command.Runs(call =>
        {
            Prune(call.Value(all) ? TimeSpan.Zero : Age.Parse(call.Value(older)!)!.Value, call.Value(dry), call.Console);
            return Task.CompletedTask;
        });
        return command;
    }

    static void Prune(TimeSpan unusedFor, bool keep, ToolConsole console)
    {
        var content = CacheContent.Of(SmolCache.Open());
        // Told of first: what is removed has no name any more.
        var lines = content.List().ToDictionary(entry => entry.Directory, entry => CacheLine.Of(entry, inUse: false));
        var removed = content.Prune(unusedFor, keep);
        foreach (var line in removed.Select(entry => lines[entry.Directory]))
            console.Line($"{line.Kind} {line.Name} ({line.Bytes >> 20} MiB)");
        console.Note($"{(keep ? "Would remove" : "Removed")} {removed.Count}, {removed.Sum(entry => entry.Bytes) >> 20} MiB.");
    }
}
