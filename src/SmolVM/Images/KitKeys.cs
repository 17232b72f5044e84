using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>The keys of a kit's SSH server and of who may log in: made here, private to this user's cache.</summary>
/// <param name="HostKey">The server's private key, as dropbear keeps it.</param>
/// <param name="PublicHostKey">What a known-hosts line says.</param>
/// <param name="AuthorizedKey">The line of <c>authorized_keys</c>.</param>
internal sealed record KitKeys(byte[] HostKey, string PublicHostKey, string AuthorizedKey)
{
    const string Algorithm = "ssh-ed25519";

    public static IReadOnlyList<string> IdentityArgv(string path) =>
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "smolvm", "-f", path];

    public static IReadOnlyList<string> HostKeyArgv(Loader loader, string path) =>
        loader.RunArgv("usr/bin/dropbearkey", "-t", "ed25519", "-f", path);

    public static async Task<KitKeys> MakeAsync(
        Loader loader, string hostKey, string identity, ICommandRunner runner, CancellationToken cancellationToken)
    {
        (await runner.RunAsync(new Command(IdentityArgv(identity)), cancellationToken)).EnsureSuccess();
        var made = (await runner.RunAsync(loader.Command(HostKeyArgv(loader, hostKey)), cancellationToken)).EnsureSuccess();
        return new KitKeys(
            await File.ReadAllBytesAsync(hostKey, cancellationToken), ParsePublic(made.StandardOutput),
            (await File.ReadAllTextAsync(identity + ".pub", cancellationToken)).Trim());
    }

    /// <summary>The key in what dropbearkey prints, without the comment, which names this host.</summary>
    public static string ParsePublic(string output) =>
        output.Split('\n').FirstOrDefault(line => line.StartsWith(Algorithm, StringComparison.Ordinal))?.Split(' ') is [_, var key, ..]
            ? $"{Algorithm} {key.Trim()}"
            : throw new ImageException(
                $"dropbearkey printed no {Algorithm} key, but: '{output.Trim()}'. Report it with the version of your distribution.");
}
