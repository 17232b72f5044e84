using SmolVM.Guests;
using SmolVM.Machines;

namespace SmolVM.Run;

/// <summary>
/// The temporary directory of a test program. What it leaves there is on the host afterwards, at the same path, as it would be without a
/// machine: test platforms keep attachments in temporary files and report their paths.
/// </summary>
sealed class TemporaryFiles
{
    const string Make = """mkdir -p "$1" """;

    /// <summary>Sockets and the like mean nothing when their owner is gone, and an archive does not take them.</summary>
    const string Clean = """find "$1" ! -type f ! -type d ! -type l -exec rm -f {} +""";

    readonly Machine machine;

    TemporaryFiles(Machine machine) => this.machine = machine;

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"smoltest-{Guid.NewGuid().ToString("N")[..8]}");

    public static async Task<TemporaryFiles> MakeAsync(Machine machine, CancellationToken cancellationToken)
    {
        var files = new TemporaryFiles(machine);
        await files.ShellAsync(Make, cancellationToken);
        return files;
    }

    /// <summary>Copies what is left to the host; nothing where nothing is.</summary>
    public async Task FetchAsync(CancellationToken cancellationToken)
    {
        await ShellAsync(Clean, cancellationToken);
        await machine.CopyOutAsync(Path, Path, cancellationToken);
        if (!Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Any())
            Directory.Delete(Path, recursive: true);
    }

    async Task ShellAsync(string script, CancellationToken cancellationToken) =>
        (await machine.ExecAsync(new GuestCommand(GuestShell.Argv(machine.Backend.GuestTools, script, Path)), null, cancellationToken))
            .EnsureSuccess();
}
