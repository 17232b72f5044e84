using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>Unpacks packages into one tree in which <c>/bin</c>, <c>/sbin</c> and <c>/lib*</c> are links into <c>/usr</c>.</summary>
internal static class PackageTree
{
    static readonly string[] Merged = ["bin", "sbin", "lib", "lib64"];

    // Like the distribution's own slim images: manuals and translations go, copyrights stay.
    static readonly string[] LeftOut =
    [
        "./usr/share/man", "./usr/share/info", "./usr/share/locale", "./usr/share/lintian", "./usr/share/bug",
        "./usr/share/doc/*/changelog*", "./usr/share/doc/*/NEWS*", "./usr/share/doc/*/README*", "./usr/share/doc/*/examples",
    ];

    /// <summary>Reads several tars in one stream.</summary>
    public static IReadOnlyList<string> TarArgv(string tree) =>
    [
        "tar", "--extract", "--file=-", "--ignore-zeros", "--keep-directory-symlink", "--numeric-owner", "--same-permissions",
        $"--directory={tree}", "--wildcards", .. LeftOut.Select(pattern => $"--exclude={pattern}"),
    ];

    /// <param name="debs">The packages.</param>
    /// <param name="tree">A directory that does not exist yet.</param>
    /// <param name="command">Makes the command of an argv: as root of a fakeroot, or as oneself where owners do not matter.</param>
    /// <param name="runner">Runs dpkg-deb and tar.</param>
    /// <param name="cancellationToken">Ends both.</param>
    public static async Task UnpackAsync(
        IReadOnlyList<string> debs, string tree, Func<IReadOnlyList<string>, Command> command, ICommandRunner runner,
        CancellationToken cancellationToken)
    {
        Begin(tree);
        var tar = command(TarArgv(tree)) with
        {
            Input = async (stream, token) =>
            {
                foreach (var deb in debs)
                    await DebArchive.CopyTarAsync(runner, deb, stream, token);
            },
        };
        (await runner.RunAsync(tar, cancellationToken)).EnsureSuccess();
    }

    /// <summary>Makes a tree that has the links and nothing else.</summary>
    public static void Begin(string tree)
    {
        Modes.CreateFolder(tree);
        Modes.CreateFolder(Path.Combine(tree, "usr"));
        foreach (var name in Merged)
        {
            Modes.CreateFolder(Path.Combine(tree, "usr", name));
            File.CreateSymbolicLink(Path.Combine(tree, name), $"usr/{name}");
        }
    }
}
