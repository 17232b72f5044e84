using Microsoft.Build.Framework;
using SmolVM.Errors;

namespace SmolVM.Build.Items;

/// <summary>Reads <c>@(SmolEnv)</c>. A name given twice has its last value, as elsewhere in MSBuild.</summary>
static class EnvironmentItems
{
    public static IReadOnlyDictionary<string, string> Read(IEnumerable<ITaskItem> items)
    {
        var variables = new Dictionary<string, string>();
        foreach (var item in items)
        {
            var (name, value) = Read(item);
            variables[name] = value;
        }
        return variables;
    }

    static (string Name, string Value) Read(ITaskItem item)
    {
        ItemMetadata.EnsureKnown("SmolEnv", item, ["Value"]);
        var text = item.ItemSpec;
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var hasValue = item.CloneCustomMetadata().Count > 0;
        if (equals >= 0 == hasValue)
            throw Refuse(text, "Write it as NAME=VALUE, or as NAME with the metadata Value, not as both.");
        var name = equals < 0 ? text : text[..equals];
        if (!IsName(name))
            throw Refuse(text, "A name has letters, digits and '_', and begins with no digit.");
        if (name.StartsWith(ProvisionItems.ReservedPrefix, StringComparison.Ordinal))
            throw Refuse(text, $"Choose a name that does not begin with {ProvisionItems.ReservedPrefix}: SmolPack sets those itself.");
        return (name, equals < 0 ? item.GetMetadata("Value") : text[(equals + 1)..]);
    }

    static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    static SmolVmException Refuse(string text, string remedy) =>
        new(ErrorCodes.Option, $"The SmolEnv '{text}' cannot be set. {remedy}");
}
