using System.Globalization;
using SmolVM.Machines;

namespace SmolVM.Images.Containers;

/// <summary>What a container image says about itself.</summary>
/// <param name="Platform">What it runs on, such as <c>linux/amd64</c>.</param>
/// <param name="DiffIds">The digests of its layers' tars, bottom first.</param>
/// <param name="Environment">Variables, each as <c>NAME=VALUE</c>.</param>
/// <param name="Program">What it runs.</param>
internal sealed record ImageConfiguration(
    string Platform, IReadOnlyList<string> DiffIds, IReadOnlyList<string> Environment, ImageProgram Program)
{
    /// <exception cref="InvalidDataException">It is not one; the message is a clause without a full stop.</exception>
    public static ImageConfiguration Parse(byte[] json)
    {
        var read = ImageJson.Read<OciConfiguration>(json, "configuration");
        var process = read.Process ?? new OciProcess();
        var diffIds = Texts(read.Root?.DiffIds);
        foreach (var diffId in diffIds)
            ImageDigest.Hex(diffId);
        return new ImageConfiguration(
            $"{read.OperatingSystem}/{read.Architecture}",
            diffIds,
            Texts(process.Environment),
            new ImageProgram
            {
                Entrypoint = Texts(process.Entrypoint),
                Command = Texts(process.Command),
                WorkingDirectory = Directory(process.WorkingDirectory),
                User = Given(process.User),
                Ports = [.. (process.Ports?.Keys ?? []).Select(Port).OfType<int>().Distinct().Order()],
            });
    }

    static string[] Texts(IReadOnlyList<string?>? texts) => [.. (texts ?? []).OfType<string>()];

    static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    // Some tools leave the slash at the begin out.
    static string? Directory(string? text) => Given(text) is { } path ? "/" + path.TrimStart('/') : null;

    /// <summary>A TCP port of <c>8080</c> or <c>8080/tcp</c>; others cannot be forwarded.</summary>
    static int? Port(string text)
    {
        var parts = text.Split('/');
        var tcp = parts.Length == 1 || (parts.Length == 2 && parts[1].Equals("tcp", StringComparison.OrdinalIgnoreCase));
        return tcp && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? port
            : null;
    }
}
