using System.Globalization;
using SmolVM.Errors;
using SmolVM.Mounts;

namespace SmolVM.Run;

/// <summary>A <see cref="RunRequest"/> as arguments and back: pure functions. Projects write them, people do not.</summary>
static class RunArgv
{
    const string Overlay = "overlay";
    const string Writable = "writable";

    /// <param name="dotnet">The host that runs this program.</param>
    /// <param name="assembly">This program.</param>
    /// <param name="request">What is asked for.</param>
    /// <returns>The executable first; the program's own arguments come behind.</returns>
    public static IReadOnlyList<string> Format(string dotnet, string assembly, RunRequest request) =>
    [
        dotnet,
        assembly,
        .. Value("--engine", request.Engine),
        "--image", request.Image,
        .. Value("--init", request.Init ?? ""),
        .. Value("--cpus", Text(request.Cpus)),
        .. Value("--memory", Text(request.MemoryMiB)),
        .. request.Network ? ["--network"] : Array.Empty<string>(),
        .. Value("--boot-timeout", Text((int?)request.BootTimeout?.TotalSeconds)),
        .. request.Mounts.SelectMany(mount => Mount(mount)),
        .. request.Environment.OrderBy(variable => variable.Key, StringComparer.Ordinal)
            .SelectMany(variable => (string[])["--env", $"{variable.Key}={variable.Value}"]),
        "--directory", request.Directory,
        .. Value("--results", request.Results),
        "--",
        .. request.Program,
    ];

    /// <param name="arguments">As <see cref="Format"/> has them behind the assembly.</param>
    /// <exception cref="SmolVmException">They are none of those, or a value cannot be used.</exception>
    public static RunRequest Parse(IReadOnlyList<string> arguments)
    {
        var left = new Queue<string>(arguments);
        var request = new RunRequest();
        var (mounts, environment) = (new List<WorkspaceMount>(), new Dictionary<string, string>());
        while (left.TryDequeue(out var option) && option != "--")
            request = option switch
            {
                "--engine" => request with { Engine = Next() },
                "--image" => request with { Image = Next() },
                "--init" => request with { Init = Next() },
                "--cpus" => request with { Cpus = Number() },
                "--memory" => request with { MemoryMiB = Number() },
                "--network" => request with { Network = true },
                "--boot-timeout" => request with { BootTimeout = TimeSpan.FromSeconds(Number()) },
                "--mount" => Add(Next() == Writable, Next(), Next(), Next()),
                "--env" => Set(Next()),
                "--directory" => request with { Directory = Next() },
                "--results" => request with { Results = Next() },
                _ => throw Refuse($"'{option}' is not one of its options"),
            };
        if (left.Count == 0)
            throw Refuse("no program is named behind '--'");
        return request with { Mounts = mounts, Environment = environment, Program = [.. left] };

        string Next() => left.TryDequeue(out var value) ? value : throw Refuse("the last option has no value");

        int Number() => Next() is var text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refuse($"'{text}' is no number");

        RunRequest Add(bool writable, string tag, string host, string guest)
        {
            mounts.Add(new WorkspaceMount(host, guest, tag, writable));
            return request;
        }

        RunRequest Set(string variable)
        {
            var equals = variable.IndexOf('=', StringComparison.Ordinal);
            environment[equals < 0 ? variable : variable[..equals]] = equals < 0 ? "" : variable[(equals + 1)..];
            return request;
        }
    }

    static string[] Value(string option, string value) => value.Length > 0 ? [option, value] : [];

    static string[] Mount(WorkspaceMount mount) =>
        ["--mount", mount.Writable ? Writable : Overlay, mount.MountTag ?? "", mount.HostPath, mount.GuestPath];

    static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    static SmolVmException Refuse(string fact) => new(
        ErrorCodes.Option, $"SmolVM.Run cannot read its command line: {fact}. Start it with dotnet run -p:SmolRun=true.");
}
