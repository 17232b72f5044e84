using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SmolVM.Packages.Tests.Infra;

namespace SmolVM.Packages.Tests;

/// <summary>Who packs the same commit has the same packages.</summary>
public sealed class DeterminismTests(PackedPackages packages)
{
    static readonly Dictionary<string, string?> AsIs = [];

    [Fact(Timeout = 600_000)]
    [Trait("Category", "Stress")]
    public async Task Another_directory_and_another_time_zone_make_the_same_bytes()
    {
        using var copy = new TemporaryDirectory();
        await CopyRepositoryAsync(copy.Path);
        var environment = new Dictionary<string, string?>
        {
            ["TZ"] = "Asia/Tokyo",
            ["SOURCE_DATE_EPOCH"] = NuGetPackage.Times(packages.PathOf("SmolVM"))[0].ToUniversalTime()
                .ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        };

        (await Shell.RunAsync(copy.Path, environment, copy["eng/pack.sh"])).EnsureSuccess();

        var made = Directory.GetFiles(packages.Folder, "*.nupkg");
        Assert.Equal(5, made.Length);
        Assert.All(made, package => Assert.Equal(
            File.ReadAllBytes(package), File.ReadAllBytes(copy[$"artifacts/packages/{Path.GetFileName(package)}"])));
    }

    // The files as they are now, at the commit that the packages name.
    async Task CopyRepositoryAsync(string to)
    {
        var description = Encoding.UTF8.GetString(NuGetPackage.Read(packages.PathOf("SmolVM"), "SmolVM.nuspec"));
        var commit = Regex.Match(description, "commit=\"(\\w+)\"").Groups[1].Value;
        // Symbols say where the sources are, if that is a place on the network.
        var origin = await GitAsync("config", "--default", "", "--get", "remote.origin.url");
        await GitAsync("clone", "--quiet", "--shared", "--no-checkout", Repository.Root, to);
        await GitAsync("-C", to, "config", "remote.origin.url", origin.Trim());
        await GitAsync("-C", to, "update-ref", "--no-deref", "HEAD", commit);
        var files = await GitAsync("ls-files", "--cached", "--others", "--exclude-standard");
        foreach (var file in files.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Repository.Path(file))))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, file))!);
            File.Copy(Repository.Path(file), Path.Combine(to, file));
        }
    }

    static async Task<string> GitAsync(params string[] arguments) =>
        (await Shell.RunAsync(Repository.Root, AsIs, ["git", .. arguments])).EnsureSuccess().Output;
}
