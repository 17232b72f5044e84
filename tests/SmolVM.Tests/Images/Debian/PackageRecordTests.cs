using SmolVM.Images.Debian;

namespace SmolVM.Tests.Images.Debian;

public sealed class PackageRecordTests
{
    const string Control = "Package: dbus\nVersion: 1.14\nArchitecture: amd64\nMulti-Arch: foreign\nDescription: a bus\n with a second line\n";

    static PackageRecord Dbus => new(
        Control, "# a comment\ninterest-noawait /etc/dbus-1/system.d\ninterest ldconfig\nactivate-noawait other\n",
        [("/etc/default/dbus", "0cc175b9c0f1b6a831c399e269772661")]);

    [Fact]
    public Task The_status_of_a_package_that_waits_to_be_configured() => Verify(Dbus.Status);

    [Fact]
    public void A_package_without_configuration_files_has_no_list_of_them() =>
        Assert.DoesNotContain("Conffiles", new PackageRecord(Control, "", []).Status, StringComparison.Ordinal);

    [Fact]
    public void Interests_are_named_with_whoever_listens() =>
        Assert.Equal([("/etc/dbus-1/system.d", "dbus/noawait"), ("ldconfig", "dbus")], Dbus.Interests);

    [Theory]
    [InlineData("same", "dbus:amd64")]
    [InlineData("foreign", "dbus")]
    public void Files_of_a_package_that_several_architectures_may_have_name_its_own(string multiArch, string expected) =>
        Assert.Equal(expected, new PackageRecord(Control.Replace("foreign", multiArch, StringComparison.Ordinal), "", []).FileName);

    [Fact]
    public void The_list_of_files_is_as_dpkg_writes_it() =>
        Assert.Equal("/.\n/usr\n/usr/bin\n/usr/bin/a b\n", PackageRecord.FileList("./\n./usr/\n./usr/bin/\n./usr/bin/a b\n"));

    [Fact]
    public void Configuration_files_that_an_upgrade_removes_are_none() =>
        Assert.Equal(["/etc/a", "/etc/b"], PackageRecord.Paths("/etc/a\nremove-on-upgrade /etc/old\n/etc/b \n"));
}
