using SmolVM.Images.Containers;
using SmolVM.Images.Debian;
using SmolVM.Machines;
using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>Turns an image's name into a root file system that a machine can start from.</summary>
/// <param name="cache">Keeps what is made.</param>
/// <param name="runner">Runs the host's programs.</param>
/// <param name="distribution">The host's packages; asked for when <c>base</c> or <c>debian</c> is.</param>
/// <param name="change">Configures what <c>debian</c> is made of.</param>
internal sealed class RootImages(SmolCache cache, ICommandRunner runner, Func<DistributionPackages> distribution, ChangeRoot change)
{
    static readonly IReadOnlyDictionary<string, string> NoVariables = new Dictionary<string, string>();

    /// <param name="image">As <see cref="ImageSource.Parse(string)"/> takes it.</param>
    /// <param name="progress">Gets a line for each step that takes long.</param>
    /// <param name="cancellationToken">Ends the preparation; nothing half-made is kept.</param>
    /// <exception cref="ImageException">It is not known, not there or not usable.</exception>
    public Task<RootImage> GetAsync(string image, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var source = ImageSource.Parse(image);
        var deadline = source is ImageSource.Debian ? DebianImage.Deadline : Preparation.Deadline;
        return Preparation.RunAsync($"the image '{image}'", deadline, token => GetAsync(image, source, progress, token), cancellationToken);
    }

    async Task<RootImage> GetAsync(string image, ImageSource source, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var root = await GetAsync(source, progress, cancellationToken);
        if (root.Kind == RootKind.Erofs)
            ImageRecord.Of(image, source).Write(Path.GetDirectoryName(root.Path)!);
        return root;
    }

    async Task<RootImage> GetAsync(ImageSource source, IProgress<string>? progress, CancellationToken cancellationToken) => source switch
    {
        ImageSource.Base => Erofs(await new BaseImage(cache, runner, distribution()).GetAsync(progress, cancellationToken)),
        ImageSource.Debian => Erofs(await new DebianImage(cache, runner, distribution(), change).GetAsync(progress, cancellationToken)),
        ImageSource.Host => new RootImage(RootKind.Directory, "/", "/", NoVariables),
        ImageSource.RootDirectory directory =>
            Erofs(await new DirectoryImage(cache, runner).GetAsync(directory.Path, progress, cancellationToken)),
        ImageSource.Pack pack => await PackAsync(pack.Path, progress, cancellationToken),
        ImageSource.Container container => await ContainerAsync(container.Path, progress, cancellationToken),
        ImageSource.Registry registry => throw RegistryRefused(registry.Reference),
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };

    internal static ImageException RegistryRefused(string reference) => new(
        $"The image '{reference}' is one of a registry, which the qemu engine cannot fetch. Use the smolvm engine (SMOLVM_ENGINE=smolvm), "
        + "or name base, debian, a directory, a container archive (skopeo copy docker://… docker-archive:app.tar) or a .smolmachine file.");

    async Task<RootImage> PackAsync(string path, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var (entry, manifest) = await new PackImage(cache, runner).GetAsync(path, progress, cancellationToken);
        var program = new ImageProgram
        {
            Entrypoint = manifest.Entrypoint,
            Command = manifest.Command,
            WorkingDirectory = manifest.WorkingDirectory,
        };
        return Erofs(entry) with { Environment = Variables(manifest.Environment), Program = program };
    }

    async Task<RootImage> ContainerAsync(string path, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var (entry, configuration) = await new ContainerRoot(cache, runner).GetAsync(path, progress, cancellationToken);
        return Erofs(entry) with { Environment = Variables(configuration.Environment), Program = configuration.Program };
    }

    static Dictionary<string, string> Variables(IEnumerable<string> lines)
    {
        var variables = new Dictionary<string, string>();
        foreach (var pair in lines.Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2 && pair[0].Length > 0))
            variables[pair[0]] = pair[1];
        return variables;
    }

    static RootImage Erofs(string entry)
    {
        var path = Path.Combine(entry, Images.Erofs.FileName);
        SmolCache.EnsureWhole(entry, path);
        return new RootImage(RootKind.Erofs, path, Path.GetFileName(entry), NoVariables);
    }
}
