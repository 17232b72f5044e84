using System.CommandLine;

namespace SmolVM.Tool.Arguments;

/// <summary>
/// Where the words of a guest's program begin on a command line: at <c>--</c>, or at the first word that is neither an option of ours nor
/// its value. From there on nothing is ours, whatever it looks like.
/// </summary>
internal static class GuestWords
{
    const string End = "--";

    /// <summary>What a command takes that runs a program in a guest.</summary>
    public static Argument<string[]> Argument(bool required) => new("COMMAND")
    {
        Description = "The program and its arguments; everything from its first word on is the guest's.",
        Arity = required ? ArgumentArity.OneOrMore : ArgumentArity.ZeroOrMore,
    };

    /// <summary>The same command line with a <c>--</c> before the guest's words, and each value behind a <c>=</c>: a pure function.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="words">What was typed.</param>
    /// <returns>
    /// The line, and the first option before the guest's words that is none of ours: the parser would take it for the guest's program.
    /// </returns>
    public static (IReadOnlyList<string> Words, string? Unknown) Mark(Command root, IReadOnlyList<string> words)
    {
        var (command, options, at) = (root, new List<Option>(root.Options), 0);
        for (; at < words.Count && Below(command, words[at]) is { } next; at++)
        {
            command = next;
            options.AddRange(command.Options);
        }
        if (!command.Arguments.Any(argument => argument is Argument<string[]> { Name: "COMMAND" }))
            return (words, null);
        var (marked, begin) = (new List<string>(words.Take(at)), at);
        while (at < words.Count && words[at] != End && IsOption(words[at]))
            at += Take(words, at, options, marked);
        if (at < words.Count)
            marked.AddRange(words[at] == End ? words.Skip(at) : [End, .. words.Skip(at)]);
        var unknown = marked.Skip(begin).TakeWhile(word => word != End)
            .FirstOrDefault(word => Find(options, word.Split('=')[0]) is null);
        return (marked, unknown);
    }

    static Command? Below(Command command, string word) =>
        command.Subcommands.FirstOrDefault(one => one.Name == word || one.Aliases.Contains(word));

    static bool IsOption(string word) => word.Length > 1 && word[0] == '-';

    /// <returns>How many words the option is.</returns>
    static int Take(IReadOnlyList<string> words, int at, List<Option> options, List<string> marked)
    {
        var word = words[at];
        if (word.StartsWith(End, StringComparison.Ordinal))
        {
            marked.Add(word);
            if (word.Contains('=') || !TakesValue(options, word) || at + 1 == words.Count)
                return 1;
            marked[^1] = $"{word}={words[at + 1]}";
            return 2;
        }
        // Several short ones may share a dash; what follows the first that takes a value is the value.
        for (var letter = 1; letter < word.Length; letter++)
        {
            var name = $"-{word[letter]}";
            if (!TakesValue(options, name))
            {
                marked.Add(name);
                continue;
            }
            var attached = word[(letter + 1)..];
            if (attached.Length == 0 && at + 1 == words.Count)
            {
                marked.Add(name);
                return 1;
            }
            var value = attached.Length == 0 ? words[at + 1] : attached[0] == '=' ? attached[1..] : attached;
            marked.Add($"{name}={value}");
            return attached.Length == 0 ? 2 : 1;
        }
        return 1;
    }

    static bool TakesValue(List<Option> options, string name) =>
        Find(options, name) is { Arity.MaximumNumberOfValues: > 0 } found && found.ValueType != typeof(bool);

    static Option? Find(List<Option> options, string name) =>
        options.Find(option => option.Name == name || option.Aliases.Contains(name));
}
