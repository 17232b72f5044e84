using SmolVM.Errors;
using SmolVM.Packs;

namespace SmolVM.Tool.Packs;

/// <summary>The two files that <c>pack create -o OUT</c> makes: the pack, and an executable that runs it.</summary>
internal sealed class PackOutput
{
    const string Suffix = ".smolmachine";

    const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>With the commands of the <c>smolvm</c> program's own executable that need no machine which outlives them.</summary>
    public const string Script =
        """
        #!/bin/sh
        # Runs the pack beside this file.
        pack=$(readlink -f "$0").smolmachine
        if command -v dotnet-smolvm >/dev/null; then tool=dotnet-smolvm; else tool='dotnet smolvm'; fi
        case ${1-run} in
        run) [ $# -eq 0 ] || shift; exec $tool pack run --sidecar "$pack" "$@" ;;
        info) exec $tool pack inspect "$pack" ;;
        *) echo "error: '$1' is no command of this pack. Use run or info." >&2; exit 2 ;;
        esac

        """;

    PackOutput(string path) => Path = path;

    public string Path { get; }

    public string Sidecar => Path + Suffix;

    /// <exception cref="SmolVmException">The files could not be made there.</exception>
    public static PackOutput Of(string path)
    {
        if (path.Length == 0)
            throw Refuse("The output has no name. Name a file.");
        var full = System.IO.Path.GetFullPath(path);
        if (full.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase))
            throw Refuse($"The output '{path}' ends with '{Suffix}', which is added to it. Name it '{path[..^Suffix.Length]}'.");
        if (Directory.Exists(full))
            throw Refuse($"The output '{path}' is a directory. Name a file in it.");
        if (!Directory.Exists(System.IO.Path.GetDirectoryName(full)))
            throw Refuse($"There is no directory '{System.IO.Path.GetDirectoryName(full)}' for the output. Make it first.");
        return new PackOutput(path);
    }

    /// <summary>Writes the executable. The pack is there already: what is half made is no executable without its pack.</summary>
    public async Task WriteExecutableAsync(CancellationToken cancellationToken)
    {
        await using var file = PartialFile.Create(Path);
        await file.Content.WriteAsync(System.Text.Encoding.ASCII.GetBytes(Script.ReplaceLineEndings("\n")), cancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file.Content.SafeFileHandle, Executable);
        file.Publish();
    }

    static SmolVmException Refuse(string message) => new(ErrorCodes.Option, message);
}
