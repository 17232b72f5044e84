namespace SmolVM.Guests;

/// <summary>What a POSIX shell runs in the guest for <see cref="GuestFiles"/>. Paths are arguments, never part of the text.</summary>
static class GuestScripts
{
    const string NoDirectory = """
        if [ -d "$1" ]; then echo "$1: Is a directory" >&2; exit 1; fi

        """;

    /// <summary>1: the directory, 2: its mode if it is new. <c>-o</c>: whoever runs this owns the files.</summary>
    public const string UnpackDirectory = """
        [ -d "$1" ] || { mkdir -p "$1" && chmod "$2" "$1"; } || exit
        cd "$1" && exec tar -x -o -p -f -
        """;

    /// <summary>1: the file, 2: its directory.</summary>
    public const string UnpackFile = NoDirectory + """
        mkdir -p "$2" && cd "$2" && exec tar -x -o -p -f -
        """;

    /// <summary>1: the path, 2: its directory, 3: its name. A link that is named itself is followed; links in a tree are kept.</summary>
    public const string Pack = """
        if [ -d "$1" ]; then cd "$1" && exec tar -c -f - .; fi
        cd "$2" && exec tar -c -h -f - "./$3"
        """;

    /// <summary>
    /// 1: the file, 2: its directory, 3: a temporary name in it, 4: the number of bytes, for the end of the input may also be the end of
    /// its writer. A file that is there already keeps its mode.
    /// </summary>
    public const string Write = NoDirectory + """
        mkdir -p "$2" || exit
        trap 'rm -f "$3"' EXIT
        trap 'exit 1' HUP INT TERM
        cat > "$3" || exit
        [ "$(stat -c %s "$3")" = "$4" ] || { echo "$1: input ended early" >&2; exit 1; }
        [ ! -e "$1" ] || chmod "$(stat -L -c %a "$1")" "$3"
        mv -f "$3" "$1"
        """;
}
