using SmolVM.Errors;
using SmolVM.Processes;

namespace SmolVM.Tests.Processes;

public sealed class CacheLocationTests
{
    [Fact]
    public void Smolvm_cache_comes_first() =>
        Assert.Equal("/own", Locate(("SMOLVM_CACHE", "/own"), ("XDG_CACHE_HOME", "/xdg"), ("HOME", "/home/u")));

    [Fact]
    public void Then_the_desktop_standard() =>
        Assert.Equal("/xdg/smolvm", Locate(("XDG_CACHE_HOME", "/xdg"), ("HOME", "/home/u")));

    [Fact]
    public void A_relative_desktop_standard_is_ignored() =>
        Assert.Equal("/home/u/.cache/smolvm", Locate(("XDG_CACHE_HOME", "xdg"), ("HOME", "/home/u")));

    [Fact]
    public void Then_the_home_directory() => Assert.Equal("/home/u/.cache/smolvm", Locate(("HOME", "/home/u")));

    [Fact]
    public void Then_that_of_a_host_without_homes() =>
        Assert.Equal("/local/smolvm/cache", Locate(("LOCALAPPDATA", "/local")));

    [Fact]
    public void Without_any_the_way_out_is_named() =>
        Assert.Contains("SMOLVM_CACHE", Assert.Throws<SmolVmException>(() => Locate()).Message);

    static string Locate(params (string Name, string Value)[] variables) =>
        CacheLocation.Find(name => variables.Where(variable => variable.Name == name).Select(variable => variable.Value).FirstOrDefault());
}
