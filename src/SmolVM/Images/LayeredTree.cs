using System.Text;
using SmolVM.Packs.Tar;
using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>
/// Makes an image of layers that have been checked (<see cref="Packs.LayerTarCheck"/>), each unpacked over those before it.
/// </summary>
/// <param name="runner">Runs the host's programs.</param>
/// <param name="work">A directory for what is in between.</param>
internal sealed class LayeredTree(ICommandRunner runner, string work)
{
    /// <param name="layers">Plain tars, bottom first.</param>
    /// <param name="workingDirectory">A directory that is made when no layer has it; null: none.</param>
    /// <param name="image">The file to write.</param>
    /// <param name="progress">Gets a line for what takes long.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task WriteAsync(
        IReadOnlyList<string> layers, string? workingDirectory, string image, IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        var tree = Path.Combine(work, "tree");
        Modes.CreateFolder(tree);
        await using var fakeroot = await Fakeroot.StartAsync(runner, cancellationToken);
        foreach (var layer in layers)
            await UnpackAsync(fakeroot, layer, tree, cancellationToken);
        if (workingDirectory is not null && RealPath.CanBeMade(tree, workingDirectory))
            await RunAsync(fakeroot, DirectoryArgv(Path.Combine(tree, workingDirectory.TrimStart('/'))), cancellationToken);
        progress?.Report("Writing the image of the layers.");
        await RunAsync(fakeroot, Erofs.Argv(image, tree), cancellationToken);
    }

    /// <param name="layer">The tar.</param>
    /// <param name="tree">Where it goes.</param>
    /// <param name="devices">A file that names what is left out besides whiteouts, a member a line; null: nothing.</param>
    public static IReadOnlyList<string> TarArgv(string layer, string tree, string? devices) =>
    [
        // Without --force-local a colon in the path makes it a file of another host.
        "tar", "--extract", "--force-local", $"--file={layer}", "--numeric-owner", "--same-owner", "--same-permissions",
        $"--directory={tree}", "--exclude=.wh.*",
        // From here on names are names.
        .. devices is null ? [] : (string[])["--anchored", "--no-wildcards", $"--exclude-from={devices}"],
    ];

    /// <summary>Reads what it removes from standard input, a zero byte after each path.</summary>
    public static IReadOnlyList<string> RemoveArgv { get; } = ["xargs", "--null", "--no-run-if-empty", "rm", "--recursive", "--force", "--"];

    public static IReadOnlyList<string> DirectoryArgv(string path) => ["mkdir", "--parents", "--mode=0755", path];

    async Task UnpackAsync(Fakeroot fakeroot, string layer, string tree, CancellationToken cancellationToken)
    {
        LayerMembers members;
        await using (var file = File.OpenRead(layer))
            members = await LayerMembers.ReadAsync(file, cancellationToken);
        await RemoveAsync(fakeroot, [.. Whiteouts.Find(tree, members.Removed)], cancellationToken);
        await RemoveAsync(fakeroot, [.. Whiteouts.FindInTheWay(tree, members.Replacing)], cancellationToken);
        var devices = members.Devices.Count == 0 ? null : await ListAsync(members.Devices, cancellationToken);
        await RunAsync(fakeroot, TarArgv(layer, tree, devices), cancellationToken);
    }

    // By a program that tells fakeroot: the number of a file that is gone is given to another, which would have its type and owner.
    async Task RemoveAsync(Fakeroot fakeroot, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        if (paths.Count == 0)
            return;
        var names = Encoding.UTF8.GetBytes(string.Concat(paths.Select(path => path + '\0')));
        var remove = fakeroot.Command(RemoveArgv) with { Input = (stream, token) => stream.WriteAsync(names, token).AsTask() };
        (await runner.RunAsync(remove, cancellationToken)).EnsureSuccess();
    }

    async Task<string> ListAsync(IReadOnlyList<string> devices, CancellationToken cancellationToken)
    {
        if (devices.FirstOrDefault(name => name.Contains('\n')) is { } bad)
            throw new InvalidDataException($"the device '{TarName.Show(bad)}' has a line break in its name");
        var path = Path.Combine(work, "devices");
        await File.WriteAllBytesAsync(path, TarName.ToBytes(string.Concat(devices.Select(name => name + '\n'))), cancellationToken);
        return path;
    }

    async Task RunAsync(Fakeroot fakeroot, IReadOnlyList<string> argv, CancellationToken cancellationToken) =>
        (await runner.RunAsync(fakeroot.Command(argv), cancellationToken)).EnsureSuccess();
}
