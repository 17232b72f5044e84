using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>Collects what an initramfs holds from the packages of its userland.</summary>
internal static class KitUserland
{
    const string Dropbear = "usr/sbin/dropbear";

    public static async Task<KitContent> CollectAsync(
        IReadOnlyList<string> debs, string tree, string identity, byte[] agent, ModuleSet modules, ICommandRunner runner,
        CancellationToken cancellationToken)
    {
        await PackageTree.UnpackAsync(debs, tree, argv => new Command(argv), runner, cancellationToken);
        var loader = new Loader(tree);
        var listed = (await runner.RunAsync(loader.Command(loader.ListArgv(Dropbear)), cancellationToken)).EnsureSuccess();
        var libraries = new Dictionary<string, byte[]>();
        foreach (var path in loader.ParseList(Dropbear, listed.StandardOutput))
            libraries[Path.GetFileName(path)] = await File.ReadAllBytesAsync(path, cancellationToken);
        return new KitContent(
            agent,
            await File.ReadAllBytesAsync(Path.Combine(tree, "usr/bin/busybox"), cancellationToken),
            Order(modules),
            await File.ReadAllBytesAsync(Path.Combine(tree, Dropbear), cancellationToken),
            await File.ReadAllBytesAsync(loader.Program, cancellationToken),
            libraries,
            await KitKeys.MakeAsync(loader, Path.Combine(tree, "host_key"), identity, runner, cancellationToken));
    }

    static Dictionary<string, IReadOnlyList<KeyValuePair<string, byte[]>>> Order(ModuleSet modules)
    {
        var core = modules.LoadOrder(ModuleGroup.Core, []);
        return ModuleGroup.All.ToDictionary(
            group => group.Name,
            IReadOnlyList<KeyValuePair<string, byte[]>> (group) =>
            [
                .. (group == ModuleGroup.Core ? core : modules.LoadOrder(group, core))
                    .Select(name => KeyValuePair.Create(name, modules.Content(name))),
            ]);
    }
}
