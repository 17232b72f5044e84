namespace SmolVM.Smolvm;

/// <summary><c>pack run --info</c>: what a local pack says about itself, as text for people.</summary>
internal static class PackInfo
{
    public static IReadOnlyList<string> Argv(string sidecar) =>
        ["smolvm", "pack", "run", .. SmolvmArgument.Option("--sidecar", sidecar), "--info"];
}
