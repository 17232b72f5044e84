using SmolVM.Tests.Conventions;

namespace SmolVM.Xunit.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public Task The_public_surface_of_the_package_is_known() => Verify(PublicApi.Print(typeof(SmolVm).Assembly));
}
