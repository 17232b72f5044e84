using SmolVM.Machines;

namespace SmolVM.Tests.Conventions;

public sealed class PublicApiTests
{
    [Fact]
    public Task The_public_surface_of_the_library_is_known() => Verify(PublicApi.Print(typeof(Machine).Assembly));
}
