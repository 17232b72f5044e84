using System.Globalization;
using System.Text.RegularExpressions;
using SmolVM.Packages.Tests.Infra;

namespace SmolVM.Packages.Tests;

/// <summary>Who packs the same commit has the same packages.</summary>
public sealed class DeterminismTests(PackedPackages packages)
{
    static readonly Dictionary<string, string?> AsIs = [];

    [Theory(Timeout = 600_000)]
    [Trait("Category", "Stress")]
    [InlineData("Asia/Tokyo")]
    public async Task Another_directory_and_another_time_zone_make_the_same_bytes(string timeZone)
    {
        using var copy = new TemporaryDirectory();
        await CopyRepositoryAsync(copy.Path);
        var environment = new Dictionary<string, string?>
        {
            ["TZ"] = timeZone,
            ["SOURCE_DATE_EPOCH"] = NuGetPackage.Times(packages.PathOf("SmolVM"))[0].ToUniversalTime()
                .ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        };

        (await Shell.RunAsync(copy.Path, environment, copy["eng/pack.sh"])).EnsureSuccess();

        var made = Directory.GetFiles(packages.Folder, "*.nupkg");
        Assert.Equal(4, made.Length);
        Assert.All(made, package => Assert.Equal(
            File.ReadAllBytes(package), File.ReadAllBytes(copy[$"artifacts/packages/{Path.GetFileName(package)}"])));
    }

    // The files as they are now, at the commit that the packages name.
    async Task CopyRepositoryAsync(string to)
    {
        var commit = Regex.Match(
            System.Text.Encoding.UTF8.GetString(NuGetPackage.Read(packages.PathOf("SmolVM"), "SmolVM.nuspec")), "commit=\"(\\w+)\"").Groups[1].Value;
        await GitAsync("clone", "--quiet", "--shared", "--no-checkout", Repository.Root, to);
        await GitAsync("-C", to, "remote", "remove", "origin");
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
