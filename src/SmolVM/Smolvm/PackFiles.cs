using System.Runtime.InteropServices;
using SmolVM.Images;
using SmolVM.Packs;

namespace SmolVM.Smolvm;

/// <summary>
/// Packs that the program reads and writes. It takes a damaged one for a whole one, and up to 1.2.1 one of another architecture. It writes in
/// place and in the temporary directory, so it is given an empty directory for both, and what it leaves there is read before it is believed.
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

    /// <summary>What a pack says of itself, when a machine can be made of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="host">The architecture of the host, which its guests have too.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="PackException">It is damaged, or would take a variable of ours.</exception>
    /// <exception cref="ImageException">It is for another architecture.</exception>
    public static async Task<PackManifest> ReadAsync(string path, Architecture host, CancellationToken cancellationToken)
    {
        var manifest = await SmolMachineFile.ReadManifestAsync(path, cancellationToken);
        BootablePack.EnsurePlatform(path, manifest, host);
        return manifest;
    }
}
