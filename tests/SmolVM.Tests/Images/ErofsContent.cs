using System.Text.RegularExpressions;
using SmolVM.Processes;
using SmolVM.Tests.Processes;

namespace SmolVM.Tests.Images;

/// <summary>Reads an image back with the tools of erofs-utils.</summary>
static partial class ErofsContent
{
    /// <summary>The owner as the image holds it: <c>UID:GID</c>.</summary>
    public static async Task<string> OwnerAsync(string image, string path)
    {
        var shown = await RunAsync("dump.erofs", $"--path={path}", image);
        var owner = Owner().Match(shown);
        return $"{owner.Groups[1].Value}:{owner.Groups[2].Value}";
    }

    /// <summary>Writes its files to a directory, with their modes.</summary>
    public static Task ExtractAsync(string image, string directory) =>
        RunAsync("fsck.erofs", $"--extract={directory}", "--preserve-perms", "--no-preserve-owner", image);

    static async Task<string> RunAsync(params string[] argv) =>
        (await Sh.Runner.RunAsync(new Command(argv), TestContext.Current.CancellationToken)).EnsureSuccess().StandardOutput;

    [GeneratedRegex(@"Uid: (\d+)\s+Gid: (\d+)")]
    private static partial Regex Owner();
}
