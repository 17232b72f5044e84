namespace SmolVM.Images;

/// <summary>From the package that always depends on the newest kernel to the packages that hold its files.</summary>
internal static class KernelPackages
{
    const string ImagePrefix = "linux-image-";

    /// <summary>The kernel's release, from what <c>apt-cache show</c> prints of the meta package; null: it names none.</summary>
    public static string? Release(string show) =>
        show.Split('\n')
            .Where(line => line.StartsWith("Depends:", StringComparison.Ordinal))
            .SelectMany(line => line["Depends:".Length..].Split([',', '|']))
            .Select(dependency => dependency.Trim().Split(' ')[0])
            .Where(name => name.StartsWith(ImagePrefix, StringComparison.Ordinal) && name.Length > ImagePrefix.Length)
            .Select(name => name[ImagePrefix.Length..])
            .FirstOrDefault(release => char.IsAsciiDigit(release[0]));

    public static IReadOnlyList<string> Of(DistributionPackages distribution, string release) =>
        [.. distribution.KernelParts.Select(prefix => prefix + release)];
}
