using SmolVM.Images;
using SmolVM.Images.Debian;

namespace SmolVM.Tests.Images;

/// <summary>Images that need neither packages nor a machine.</summary>
static class ChangeNothing
{
    public static ChangeRoot Root { get; } = (_, _, _, _, _) => throw new InvalidOperationException("no machine is needed");

    public static RootImages Images(SmolCache cache) =>
        new(cache, Processes.Sh.Runner, () => throw new InvalidOperationException("no packages are needed"), Root);
}
