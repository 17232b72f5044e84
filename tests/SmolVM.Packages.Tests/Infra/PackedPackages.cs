using System.Xml.Linq;
using SmolVM.Packages.Tests.Infra;

[assembly: AssemblyFixture(typeof(PackedPackages))]

namespace SmolVM.Packages.Tests.Infra;

/// <summary>The packages of this checkout; made when they are not there yet.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    public string Folder { get; } = Repository.Path("artifacts/packages");

    /// <summary>The version that all of them have.</summary>
    public string Version { get; private set; } = "";

    public string PathOf(string id) => Path.Combine(Folder, $"{id}.{Version}.nupkg");

    public async ValueTask InitializeAsync()
    {
        (await Shell.RunAsync(Repository.Root, new Dictionary<string, string?>(), Repository.Path("eng/pack.sh"))).EnsureSuccess();
        Version = XDocument.Load(Path.Combine(Folder, "SmolVM.Packages.props")).Descendants("SmolVMPackages").Single().Value;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
