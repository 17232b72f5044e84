using System.Globalization;
using System.Text;
using SmolVM.Images;

namespace SmolVM.Tests.Images;

public sealed class KitContentTests
{
    static readonly Loader Loader = new("/build/tree");

    [Fact]
    public Task The_initramfs_holds() => Verify(string.Join('\n', Content().Entries().Select(Describe)));

    [Fact]
    public void Folders_come_before_what_is_in_them()
    {
        var names = Content().Entries().Select(entry => entry.Name).ToList();

        Assert.All(
            names.Where(name => name.Contains('/')),
            name => Assert.InRange(names.IndexOf(Path.GetDirectoryName(name)!), 0, names.IndexOf(name) - 1));
    }

    [Fact]
    public void Names_are_unique() => Assert.Distinct(Content().Entries().Select(entry => entry.Name));

    [Fact]
    public Task Libraries_of_a_program() => Verify(string.Join('\n', Loader.ListArgv("usr/sbin/dropbear")));

    [Fact]
    public Task Host_key() => Verify(string.Join('\n', KitKeys.HostKeyArgv(Loader, "/build/host_key")));

    [Fact]
    public Task Identity() => Verify(string.Join('\n', KitKeys.IdentityArgv("/kit/id_ed25519")));

    [Fact]
    public void Libraries_are_read_from_what_the_loader_says()
    {
        const string Said = """
            	linux-vdso.so.1 (0x00007f7a86d92000)
            	libz.so.1 => usr/lib/x86_64-linux-gnu/libz.so.1 (0x00007f7a86c36000)
            	/lib64/ld-linux-x86-64.so.2 => /build/tree/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 (0x00007f7a86d94000)
            """;

        Assert.Equal(["/build/tree/usr/lib/x86_64-linux-gnu/libz.so.1"], Loader.ParseList("dropbear", Said));
    }

    [Theory]
    [InlineData("\tlibgmp.so.10 => not found")]
    [InlineData("\tlibgmp.so.10 => /lib/x86_64-linux-gnu/libgmp.so.10 (0x00007f7a86c36000)")]
    public void A_library_that_only_the_host_has_is_refused(string said) =>
        Assert.StartsWith(
            "The packages of the kit do not hold 'libgmp.so.10', which 'dropbear' needs.",
            Assert.Throws<ImageException>(() => Loader.ParseList("dropbear", said)).Message);

    [Fact]
    public void The_public_host_key_has_no_comment() =>
        Assert.Equal(
            "ssh-ed25519 AAAAC3Nz",
            KitKeys.ParsePublic("Public key portion is:\nssh-ed25519 AAAAC3Nz root@host\nFingerprint: SHA256:x\n"));

    [Fact]
    public void No_public_key_is_refused_with_what_was_said() =>
        Assert.Contains("'Unknown'", Assert.Throws<ImageException>(() => KitKeys.ParsePublic("Unknown\n")).Message);

    static KitContent Content() => new(
        Agent: [1, 2, 3],
        Busybox: [4, 5],
        Modules: new Dictionary<string, IReadOnlyList<KeyValuePair<string, byte[]>>>
        {
            ["core"] = [KeyValuePair.Create("virtio", new byte[3]), KeyValuePair.Create("9p", new byte[4])],
            ["erofs"] = [],
        },
        Dropbear: new byte[6],
        Loader: new byte[7],
        Libraries: new Dictionary<string, byte[]> { ["libz.so.1"] = new byte[8], ["libc.so.6"] = new byte[9] },
        Keys: new KitKeys(new byte[10], "ssh-ed25519 HOST", "ssh-ed25519 USER smolvm"));

    static string Describe(CpioEntry entry)
    {
        var mode = $"{Convert.ToString(entry.Mode, 8),6}";
        var node = entry.DeviceMajor > 0 ? string.Create(CultureInfo.InvariantCulture, $" {entry.DeviceMajor}:{entry.DeviceMinor}") : "";
        var text = entry.Content.Span.ContainsAnyInRange((byte)0, (byte)9) || entry.Content.IsEmpty
            ? $"{entry.Content.Length} bytes"
            : Encoding.UTF8.GetString(entry.Content.Span).Trim();
        return $"{mode} {entry.Name}{node}: {text}";
    }
}
