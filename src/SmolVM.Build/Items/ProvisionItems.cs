using Microsoft.Build.Framework;
using SmolVM.Errors;
using SmolVM.Guests;

namespace SmolVM.Build.Items;

/// <summary>Reads <c>@(SmolProvision)</c>.</summary>
static class ProvisionItems
{
    public const string ReservedPrefix = "SMOL_";

    /// <summary>Long enough for a package installation under emulation; the item's <c>Timeout</c> gives another.</summary>
    static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(30);

    public static IReadOnlyList<ProvisionCommand> Read(IEnumerable<ITaskItem> items, GuestLayout layout, string programName)
    {
        var environment = Environment(layout, programName);
        return [.. items.Select(item => Read(item, layout.ProjectPath ?? layout.PublishPath, environment))];
    }

    static ProvisionCommand Read(ITaskItem item, string? directory, IReadOnlyDictionary<string, string> environment)
    {
        ItemMetadata.EnsureKnown("SmolProvision", item, ["Command", "Timeout"]);
        // MSBuild splits an item at ';' and expands '*' and '?' in it; metadata it leaves alone.
        var line = item.GetMetadata("Command") is { Length: > 0 } command ? command : item.ItemSpec;
        if (string.IsNullOrWhiteSpace(line))
            throw new SmolVmException(
                ErrorCodes.Option, "A SmolProvision is empty. Give a line for the guest's /bin/sh, or remove the item.");
        var timeout = PropertyText.Seconds($"Timeout of the SmolProvision '{item.ItemSpec}'", item.GetMetadata("Timeout"));
        return new ProvisionCommand(
            line,
            GuestCommand.Shell(line) with
            {
                WorkingDirectory = directory,
                Environment = environment,
                Timeout = timeout ?? DefaultTimeout,
            });
    }

    static Dictionary<string, string> Environment(GuestLayout layout, string programName)
    {
        var variables = new Dictionary<string, string>();
        Add("PROJECT_DIR", layout.ProjectPath);
        Add("PUBLISH_DIR", layout.PublishPath);
        Add("ASSEMBLY_NAME", programName);
        return variables;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                variables.Add(ReservedPrefix + name, value);
        }
    }
}
