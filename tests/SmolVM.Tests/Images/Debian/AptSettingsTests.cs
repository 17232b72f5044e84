using SmolVM.Images;
using SmolVM.Images.Debian;

namespace SmolVM.Tests.Images.Debian;

public sealed class AptSettingsTests : IDisposable
{
    readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Sources_and_keyrings_are_taken_and_passwords_are_not()
    {
        folder.Write("host/etc/apt/sources.list", "deb http://example.org stable main\n");
        folder.Write("host/etc/apt/auth.conf", "machine example.org password secret\n");
        folder.Write("host/usr/share/keyrings/example.gpg", "key");

        var settings = AptSettings.Read(folder["host"], sources: null);

        Assert.Equal(["etc/apt/sources.list", "usr/share/keyrings/example.gpg"], settings.Files.Select(file => file.Path));
    }

    [Fact]
    public void A_source_that_others_may_not_read_is_left_out()
    {
        Modes.Set(folder.Write("host/etc/apt/sources.list.d/paid.list", "deb https://me:secret@example.org x main\n"), UnixFileMode.UserRead);

        Assert.Empty(AptSettings.Read(folder["host"], sources: null).Files);
    }

    [Fact]
    public void What_a_package_has_is_left_as_it_is()
    {
        folder.Write("host/usr/share/keyrings/example.gpg", "the host's");
        folder.Write("tree/usr/share/keyrings/example.gpg", "the package's");

        AptSettings.Read(folder["host"], sources: null).Write(folder["tree"]);

        Assert.Equal("the package's", File.ReadAllText(folder["tree/usr/share/keyrings/example.gpg"]));
    }

    [Fact]
    public void Other_sources_are_another_image() =>
        Assert.NotEqual(AptSettings.Read("/", "deb http://a x main\n").Key, AptSettings.Read("/", "deb http://b x main\n").Key);
}
