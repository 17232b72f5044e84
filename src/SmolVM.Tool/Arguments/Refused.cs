using System.CommandLine;

namespace SmolVM.Tool.Arguments;

/// <summary>Options that the <c>smolvm</c> program has and our engines have nothing for: refused in a sentence, never dropped.</summary>
internal static class Refused
{
    /// <summary>Adds options that refuse to be given, and are not shown.</summary>
    public static void Add(Command command, string why, params string[] names)
    {
        foreach (var name in names)
        {
            var option = new Option<string[]>(name) { Hidden = true, Arity = ArgumentArity.ZeroOrOne };
            option.Validators.Add(result => result.AddError($"'{name}' cannot be had here: {why}"));
            command.Options.Add(option);
        }
    }
}
