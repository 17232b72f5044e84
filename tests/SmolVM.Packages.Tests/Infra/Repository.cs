using System.Runtime.CompilerServices;

namespace SmolVM.Packages.Tests.Infra;

/// <summary>The files of this repository.</summary>
static class Repository
{
    public static string Root { get; } = Find();

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    static string Find([CallerFilePath] string here = "") => System.IO.Path.GetFullPath("../../..", System.IO.Path.GetDirectoryName(here)!);
}
