namespace SmolVM.Tool.Completion;

/// <summary>Scripts for shells. They ask the tool itself, which knows its commands, with its directive <c>[suggest:POSITION]</c>.</summary>
internal static class CompletionScript
{
    public static IReadOnlyList<string> Shells { get; } = ["bash", "fish", "zsh"];

    /// <summary>The script for one of <see cref="Shells"/>.</summary>
    public static string Of(string shell) => shell switch
    {
        "bash" => Bash,
        "fish" => Fish,
        "zsh" => Zsh,
        _ => throw new ArgumentOutOfRangeException(nameof(shell)),
    };

    // Where the tool has no word, names of files are completed. It also says words that have the typed one inside them, which bash alone
    // would take. With the terminal as its input .NET would write to the terminal.
    const string Bash = """
        # To be sourced, as from ~/.bashrc: source <(dotnet-smolvm completion bash)
        _dotnet_smolvm() {
            local word
            COMPREPLY=()
            while IFS= read -r word; do
                [[ $word == "$2"* ]] && COMPREPLY+=("$word")
            done < <(dotnet-smolvm "[suggest:$COMP_POINT]" "$COMP_LINE" </dev/null 2>/dev/null)
        }
        complete -o default -F _dotnet_smolvm dotnet-smolvm
        """;

    const string Zsh = """
        # To be sourced after compinit, as from ~/.zshrc: source <(dotnet-smolvm completion zsh)
        _dotnet_smolvm() {
            local -a words_found
            words_found=("${(@f)$(dotnet-smolvm "[suggest:$CURSOR]" "$BUFFER" </dev/null 2>/dev/null)}")
            if [[ -n "$words_found" ]]; then
                compadd -- $words_found
            else
                _files
            fi
        }
        compdef _dotnet_smolvm dotnet-smolvm
        """;

    const string Fish = """
        # To be sourced, as from ~/.config/fish/config.fish: dotnet-smolvm completion fish | source
        function __dotnet_smolvm
            set -l line (commandline -cp)
            dotnet-smolvm "[suggest:"(string length -- "$line")"]" "$line" </dev/null 2>/dev/null
        end
        complete -c dotnet-smolvm -a '(__dotnet_smolvm)'
        """;
}
