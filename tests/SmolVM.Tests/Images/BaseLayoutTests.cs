using SmolVM.Images;

namespace SmolVM.Tests.Images;

public sealed class BaseLayoutTests
{
    [Fact]
    public Task Files_besides_the_packages() => Verify(string.Join('\n', BaseLayout.Of(DistributionPackages.Debian12).Select(Describe)));

    [Fact]
    public void Applets_are_linked_where_no_package_has_a_program() =>
        Assert.Equal(
            ["usr/bin/[ -> /usr/bin/busybox", "usr/bin/ls -> /usr/bin/busybox", "usr/sbin/ip -> /usr/bin/busybox"],
            BaseLayout.Applets("bin/ls\nusr/bin/[\nbin/bash\nsbin/ip\nusr/bin/ls\n", path => path == "usr/bin/bash").Select(Describe));

    [Fact]
    public void Certificates_are_one_text() =>
        Assert.Equal("ONE\nTWO\n", BaseLayout.Bundle(["ONE\n\n", "TWO"]).Text);

    static string Describe(BaseFile file) => file switch
    {
        { Target: { } target } => $"{file.Path} -> {target}",
        { Text: { } text } => $"{file.Path} {Convert.ToString((int)file.Mode, 8)}: {text.Replace("\n", "\\n")}",
        _ => $"{file.Path}/ {Convert.ToString((int)file.Mode, 8)}",
    };
}
