using System.CommandLine;
using SmolVM.Errors;

namespace SmolVM.Tool.Arguments;

/// <summary>
/// Variables as <c>-e KEY=VALUE</c>; a bare <c>KEY</c> stands for the host's variable of that name, and for nothing without one.
/// </summary>
internal static class Variables
{
    public static Option<string[]> Option(string description) =>
        new("--env", "-e") { Description = description, HelpName = "KEY=VALUE" };

    /// <exception cref="SmolVmException">A name is empty.</exception>
    public static IReadOnlyDictionary<string, string> Read(IEnumerable<string>? items) => Read(items, Environment.GetEnvironmentVariable);

    public static IReadOnlyDictionary<string, string> Read(IEnumerable<string>? items, Func<string, string?> ofHost)
    {
        var variables = new Dictionary<string, string>();
        foreach (var item in items ?? [])
        {
            var equals = item.IndexOf('=', StringComparison.Ordinal);
            if (equals == 0 || item.Length == 0)
                throw new SmolVmException(ErrorCodes.Option, $"The variable '{item}' has no name. Write KEY=VALUE.");
            if (equals > 0)
                variables[item[..equals]] = item[(equals + 1)..];
            else if (ofHost(item) is { } value)
                variables[item] = value;
        }
        return variables;
    }
}
