using SmolVM.Packs;

namespace SmolVM.Smolvm;

/// <summary>
/// Packs that the program writes. It writes in place and in the temporary directory, so it is given an empty directory for both, and what
/// it leaves there is read before it is believed.
/// </summary>
internal static class PackFiles
{
    /// <param name="cli">The program.</param>
    /// <param name="pack">What to pack, to a bare name in <paramref name="directory"/>.</param>
    /// <param name="directory">An empty directory, on a disk with room for the pack.</param>
    /// <param name="cancellationToken">Ends the pack.</param>
    /// <returns>The path of the pack, which is whole.</returns>
    /// <exception cref="PackException">What was written is no pack.</exception>
    public static async Task<string> WriteAsync(SmolvmCli cli, PackCreate pack, string directory, CancellationToken cancellationToken)
    {
        var temporary = Directory.CreateDirectory(Path.Combine(directory, "tmp")).FullName;
        var call = SmolvmCall.Long with
        {
            // On Windows the directory has other names.
            Environment = new Dictionary<string, string?> { ["TMPDIR"] = temporary, ["TEMP"] = temporary, ["TMP"] = temporary },
        };
        await cli.RunAsync(pack.Argv(cli.Version), call, cancellationToken);
        Directory.Delete(temporary, recursive: true);
        var sidecar = pack.Sidecar(cli.Version);
        await SmolMachineFile.ReadManifestAsync(sidecar, cancellationToken);
        return sidecar;
    }
}
